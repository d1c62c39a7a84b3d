INSERT INTO dbo.crm_utilisateur (dossier, utilisateur_windows, c_user, c_rep, courriel, nom_affiche, admin, comptable, actif)
VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8, @P9)
