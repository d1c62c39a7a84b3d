UPDATE dbo.crm_etat SET valeur = @P2, change_le = @P3 WHERE nom = CAST(@P1 AS varchar(40))
