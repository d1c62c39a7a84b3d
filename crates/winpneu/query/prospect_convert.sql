UPDATE dbo.crm_prospect SET converti_le = @P2, c_client = @P3 WHERE prospect = CAST(@P1 AS char(36)) AND converti_le IS NULL
