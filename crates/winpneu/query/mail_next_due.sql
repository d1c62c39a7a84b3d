SELECT MIN(prochain_le) FROM dbo.crm_courriel WHERE etat = 'queued'
