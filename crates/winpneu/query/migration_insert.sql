INSERT INTO dbo.crm_migration (numero, nom, sha256, applique_le) VALUES (@P1, @P2, @P3, @P4)
