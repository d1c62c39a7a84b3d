INSERT INTO dbo.crm_visite_prospect (crm_fichier, prospect, visite_le, heure, auteur, objet, commentaire)
VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)
