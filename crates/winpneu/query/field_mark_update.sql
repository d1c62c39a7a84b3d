UPDATE dbo.crm_prospect_champ SET crm_fichier = @P3, sequence = @P5, cree_le = @P6
WHERE prospect = CAST(@P1 AS char(36)) AND champ = CAST(@P2 AS varchar(40)) AND appareil = CAST(@P4 AS char(36))
