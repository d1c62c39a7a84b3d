UPDATE dbo.crm_courriel SET etat = 'queued', essais = 0, prochain_le = @P1
WHERE etat = 'failed' AND (@P2 IS NULL OR message_id = CAST(@P2 AS varchar(255)))
