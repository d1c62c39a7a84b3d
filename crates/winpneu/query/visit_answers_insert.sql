INSERT INTO dbo.crm_reponse_visite (crm_fichier, formulaire, choix) VALUES (@P1, @P2, @P3)
