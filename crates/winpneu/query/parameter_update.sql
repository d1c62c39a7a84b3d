UPDATE dbo.crm_parametre SET valeur = @P2, change_le = @P3, change_par = @P4 WHERE nom = CAST(@P1 AS varchar(60))
