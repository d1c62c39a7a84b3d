SELECT etat, COUNT(*) FROM dbo.crm_fichier WHERE ecarte_le IS NULL GROUP BY etat
