INSERT INTO dbo.crm_demande_modification (crm_fichier, c_client, changements, commentaire, demande_par, demande_le, etat)
VALUES (@P1, @P2, @P3, @P4, @P5, @P6, 'open')
