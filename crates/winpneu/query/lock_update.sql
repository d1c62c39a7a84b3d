UPDATE dbo.crm_verrou SET tenu_par = @P2, depuis = @P3 WHERE nom = CAST(@P1 AS varchar(20))
