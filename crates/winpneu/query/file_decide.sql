UPDATE dbo.crm_fichier SET decision = @P2, message = @P3, reference = COALESCE(@P4, reference), change_le = @P5 WHERE nom = @P1
