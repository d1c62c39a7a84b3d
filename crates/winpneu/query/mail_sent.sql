UPDATE dbo.crm_courriel SET etat = 'sent', envoye_le = @P2, essais = @P3, prochain_le = @P4, erreur = NULL
WHERE message_id = CAST(@P1 AS varchar(255)) AND etat = 'queued'
