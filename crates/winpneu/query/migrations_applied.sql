SELECT numero, sha256 FROM dbo.crm_migration ORDER BY numero
