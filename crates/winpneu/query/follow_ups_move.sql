UPDATE dbo.crm_suivi_client SET type_entite = 'C', c_entite = @P2 WHERE type_entite = 'P' AND c_entite = CAST(@P1 AS char(36))
