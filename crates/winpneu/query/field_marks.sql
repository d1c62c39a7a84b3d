SELECT champ, crm_fichier, appareil, sequence, cree_le FROM dbo.crm_prospect_champ
WHERE prospect = CAST(@P1 AS char(36)) AND appareil = CAST(@P2 AS char(36))
