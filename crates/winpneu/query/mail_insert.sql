INSERT INTO dbo.crm_courriel (message_id, destinataire, expediteur, objet, corps, cree_le, etat, essais, prochain_le, crm_fichier)
VALUES (@P1, @P2, @P3, @P4, @P5, @P6, 'queued', 0, @P6, @P7)
