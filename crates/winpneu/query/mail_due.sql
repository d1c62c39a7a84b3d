SELECT message_id, destinataire, expediteur, objet, corps, cree_le, essais, prochain_le FROM dbo.crm_courriel
WHERE etat = 'queued' AND prochain_le <= @P1 AND (prochain_le > @P2 OR (prochain_le = @P2 AND message_id > CAST(@P3 AS varchar(255))))
ORDER BY prochain_le, message_id
