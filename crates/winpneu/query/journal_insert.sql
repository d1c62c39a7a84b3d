INSERT INTO dbo.crm_journal (id, fait_le, auteur, action, entite, avant, apres, crm_fichier)
VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8)
