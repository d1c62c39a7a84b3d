SELECT message_id, etat, destinataire, objet, cree_le, essais, prochain_le, envoye_le, erreur FROM dbo.crm_courriel
WHERE etat = @P1 ORDER BY cree_le, message_id
