SELECT u.dossier, u.actif, MAX(f.change_le), COUNT(f.nom) FROM dbo.crm_utilisateur u
LEFT JOIN dbo.crm_fichier f ON f.dossier = u.dossier GROUP BY u.dossier, u.actif
