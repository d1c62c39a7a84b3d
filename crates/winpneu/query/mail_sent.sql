UPDATE dbo.crm_courriel SET etat = 'sent', envoye_le = @P2, erreur = NULL WHERE message_id = @P1 AND etat = 'queued'
