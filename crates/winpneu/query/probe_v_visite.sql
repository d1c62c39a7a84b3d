SELECT cle, c_entite, date_relation, heure_relation, c_user, origine_relation, objet, commentaire, c_archive, crm_fichier, type_entite FROM dbo.crm_v_visite WHERE 1 = 0
