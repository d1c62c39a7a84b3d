SELECT origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user, type_relation, objet, commentaire, num_relation_sujet, c_archive FROM dbo.client_relation WHERE 1 = 0
