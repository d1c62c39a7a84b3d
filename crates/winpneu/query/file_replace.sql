UPDATE dbo.crm_fichier SET etat = 'remplace', remplace_par = @P2, change_le = @P3 WHERE nom = @P1 AND etat = 'refuse'
