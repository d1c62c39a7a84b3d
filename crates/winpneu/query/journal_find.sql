SELECT id FROM dbo.crm_journal WHERE id = CAST(@P1 AS char(36))
