INSERT INTO dbo.client_relation (origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user, type_relation,
    objet, commentaire, num_relation_sujet, c_archive, crm_fichier)
VALUES (@P1, @P2, @P3, 'C', @P4, @P5, 'S', @P6, @P7, 0, @P8, @P9)
