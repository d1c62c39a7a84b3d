SELECT COUNT(*) FROM dbo.crm_fichier WHERE etat = 'refuse' AND etat <> 'integre' AND signale_le IS NULL AND ecarte_le IS NULL
