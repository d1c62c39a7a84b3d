INSERT INTO dbo.crm_prospect_champ (prospect, champ, crm_fichier, appareil, sequence, cree_le) VALUES (@P1, @P2, @P3, @P4, @P5, @P6)
