INSERT INTO dbo.crm_etat (nom, valeur, change_le) VALUES (@P1, @P2, @P3)
