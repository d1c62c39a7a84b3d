UPDATE dbo.crm_verrou SET tenu_par = @P1, depuis = @P2 WHERE nom = 'automaton'
