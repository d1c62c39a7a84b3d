DELETE FROM dbo.crm_conflit WHERE prospect = CAST(@P1 AS char(36)) AND champ = CAST(@P2 AS varchar(40))
