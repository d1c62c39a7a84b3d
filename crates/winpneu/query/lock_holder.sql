SELECT tenu_par, depuis FROM dbo.crm_verrou WHERE nom = CAST(@P1 AS varchar(20))
