SELECT valeur, change_le FROM dbo.crm_etat WHERE nom = CAST(@P1 AS varchar(40))
