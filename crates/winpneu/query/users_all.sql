SELECT dossier, utilisateur_windows, c_user, c_rep, courriel, nom_affiche, admin, comptable, actif FROM dbo.crm_utilisateur
