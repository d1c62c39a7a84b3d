SELECT message_id, destinataire, objet, etat FROM dbo.crm_courriel
