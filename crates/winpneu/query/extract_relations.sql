SELECT v.cle, v.c_entite, v.date_relation, v.heure_relation, v.c_user, v.origine_relation, v.objet,
    CASE WHEN v.c_archive = 'O' THEN NULL ELSE v.commentaire END, CASE WHEN v.c_archive = 'O' THEN 1 ELSE 0 END,
    v.crm_fichier, r.formulaire, r.choix, CASE WHEN p.crm_fichier IS NULL THEN 0 ELSE 1 END
FROM dbo.crm_v_visite v
LEFT JOIN dbo.crm_reponse_visite r ON r.crm_fichier = v.crm_fichier
LEFT JOIN dbo.crm_visite_prospect p ON p.crm_fichier = v.crm_fichier
WHERE COALESCE(v.type_entite, ' ') = 'C'
