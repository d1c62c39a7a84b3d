UPDATE dbo.crm_compteur SET valeur = @P1 WHERE nom = 'seq' AND valeur < @P1
