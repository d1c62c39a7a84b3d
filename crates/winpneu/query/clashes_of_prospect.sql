SELECT champ, attendu, trouve, demande, ouvert_le, crm_fichier, appareil, sequence, cree_le FROM dbo.crm_conflit
WHERE prospect = CAST(@P1 AS char(36)) ORDER BY champ
