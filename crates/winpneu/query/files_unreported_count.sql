SELECT COUNT(*) FROM dbo.crm_fichier WHERE etat = 'refuse' AND signale_le IS NULL AND ecarte_le IS NULL
