INSERT INTO dbo.client_relation (origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user, type_relation,
    objet, commentaire, num_relation_sujet, c_archive, crm_fichier)
VALUES ('CRV', @P1, @P2, 'C', @P3, @P4, 'S', @P5, @P6, 0, 'N', @P7)
