UPDATE dbo.crm_utilisateur SET actif = @P2 WHERE dossier = CAST(@P1 AS varchar(32))
