INSERT INTO dbo.crm_verrou (nom, tenu_par, depuis) VALUES (@P1, @P2, @P3)
