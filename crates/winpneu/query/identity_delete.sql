DELETE FROM dbo.crm_cle_prospect WHERE prospect = CAST(@P1 AS char(36))
