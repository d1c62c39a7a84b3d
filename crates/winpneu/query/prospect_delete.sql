UPDATE dbo.crm_prospect SET supprime_le = @P2, motif_suppression = @P3, suppression = @P4 WHERE prospect = CAST(@P1 AS char(36))
