SELECT etat, COUNT(*), MIN(cree_le) FROM dbo.crm_courriel GROUP BY etat
