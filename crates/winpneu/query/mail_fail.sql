UPDATE dbo.crm_courriel SET etat = 'failed', essais = @P4, erreur = @P5
WHERE message_id = @P1 AND etat = 'queued' AND essais = @P2 AND prochain_le = @P3
