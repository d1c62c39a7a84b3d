SELECT v.crm_fichier, v.visite_le, v.heure, v.objet, v.commentaire, u.c_user FROM dbo.crm_visite_prospect v
LEFT JOIN dbo.crm_utilisateur u ON u.dossier = v.auteur
WHERE v.prospect = CAST(@P1 AS char(36)) ORDER BY v.visite_le, v.heure, v.crm_fichier
