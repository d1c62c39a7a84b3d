UPDATE dbo.crm_utilisateur
SET utilisateur_windows = @P2, c_user = @P3, c_rep = @P4, courriel = @P5, nom_affiche = @P6, admin = @P7, comptable = @P8, actif = @P9
WHERE dossier = CAST(@P1 AS varchar(32))
