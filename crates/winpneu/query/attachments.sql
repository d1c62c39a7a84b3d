SELECT depuis, c_rep, createur_retire, id FROM dbo.crm_rattachement WHERE prospect = CAST(@P1 AS char(36))
