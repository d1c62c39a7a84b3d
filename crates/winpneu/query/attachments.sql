SELECT depuis, c_rep, createur_retire FROM dbo.crm_rattachement WHERE prospect = CAST(@P1 AS char(36)) ORDER BY depuis, id
