SELECT COUNT(*) FROM dbo.crm_conflit
