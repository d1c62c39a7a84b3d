SELECT champ, attendu, trouve, demande, crm_fichier, COALESCE(appareil, ''), sequence, COALESCE(cree_le, ouvert_le) FROM dbo.crm_conflit
WHERE prospect = CAST(@P1 AS char(36)) ORDER BY champ
