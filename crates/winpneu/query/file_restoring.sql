UPDATE dbo.crm_fichier SET deja_integre = 1 WHERE nom = @P1 AND etat = 'attente'
