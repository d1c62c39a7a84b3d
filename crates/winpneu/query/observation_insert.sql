INSERT INTO dbo.crm_observation (nom, taille, sha256, vu_le) VALUES (@P1, @P2, @P3, @P4)
