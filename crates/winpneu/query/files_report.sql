UPDATE dbo.crm_fichier SET signale_le = @P1 WHERE etat = 'refuse' AND etat <> 'integre' AND signale_le IS NULL AND ecarte_le IS NULL
