SELECT message_id, etat, destinataire, objet, cree_le, essais, prochain_le, envoye_le, erreur FROM dbo.crm_courriel
WHERE message_id = CAST(@P1 AS varchar(255))
