SELECT etat, COUNT(*) FROM dbo.crm_fichier GROUP BY etat
