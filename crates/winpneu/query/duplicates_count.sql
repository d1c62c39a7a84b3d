SELECT COUNT(*) FROM dbo.crm_doublon
