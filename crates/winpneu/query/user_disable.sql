UPDATE dbo.crm_utilisateur SET actif = @P2 WHERE dossier = @P1
