UPDATE dbo.crm_fichier SET ecarte_le = @P2 WHERE nom = @P1 AND etat = 'refuse' AND ecarte_le IS NULL
