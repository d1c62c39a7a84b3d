UPDATE dbo.crm_prospect SET version = version + 1, change_le = @P3 WHERE prospect = CAST(@P1 AS char(36)) AND version = @P2
