INSERT INTO dbo.crm_parametre (nom, valeur, change_le, change_par) VALUES (@P1, @P2, @P3, @P4)
