INSERT INTO dbo.crm_verrou (nom, tenu_par, depuis) VALUES ('automaton', @P1, @P2)
