UPDATE dbo.crm_courriel SET essais = @P4, prochain_le = @P5
WHERE message_id = CAST(@P1 AS varchar(255)) AND etat = 'queued' AND essais = @P2 AND prochain_le = @P3
