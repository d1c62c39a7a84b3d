UPDATE dbo.crm_fichier SET etat = 'remplace', remplace_par = @P2, change_le = CASE WHEN change_le > @P3 THEN change_le ELSE @P3 END WHERE nom = @P1 AND etat = 'refuse'
