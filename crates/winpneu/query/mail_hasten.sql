UPDATE dbo.crm_courriel SET prochain_le = @P1 WHERE etat = 'queued' AND (@P2 IS NULL OR message_id = CAST(@P2 AS varchar(255)))
