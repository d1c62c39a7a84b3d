UPDATE dbo.crm_fichier SET recu_le = @P2 WHERE prospect = CAST(@P1 AS char(36)) AND etat = 'attente' AND motif = 'unknown-prospect'
