SELECT message_id, etat, destinataire, objet, cree_le, essais, prochain_le, envoye_le, erreur FROM dbo.crm_courriel
WHERE etat = CAST(@P1 AS varchar(10)) ORDER BY cree_le, message_id
