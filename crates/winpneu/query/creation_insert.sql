INSERT INTO dbo.crm_creation_client (creation, prospect, etat, champs, signature, commentaire, demande_par, demande_le, crm_fichier)
VALUES (@P1, @P2, 'pending', @P3, @P4, @P5, @P6, @P7, @P8)
