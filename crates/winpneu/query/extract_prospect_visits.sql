SELECT v.crm_fichier, v.prospect, v.visite_le, v.heure, v.auteur, v.objet, v.commentaire, r.formulaire, r.choix
FROM dbo.crm_visite_prospect v
LEFT JOIN dbo.crm_reponse_visite r ON r.crm_fichier = v.crm_fichier
