SELECT tenu_par, depuis FROM dbo.crm_verrou WHERE nom = @P1
