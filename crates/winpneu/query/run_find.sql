SELECT valeur, change_le FROM dbo.crm_etat WHERE nom = @P1
