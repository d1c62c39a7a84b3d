UPDATE dbo.crm_courriel SET etat = 'failed', erreur = @P4
WHERE message_id = CAST(@P1 AS varchar(255)) AND etat = 'queued' AND essais = @P2 AND prochain_le = @P3
