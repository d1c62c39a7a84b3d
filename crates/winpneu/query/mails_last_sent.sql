SELECT message_id, etat, destinataire, objet, cree_le, essais, prochain_le, envoye_le, erreur FROM dbo.crm_courriel
WHERE etat = 'sent' ORDER BY envoye_le DESC, message_id
