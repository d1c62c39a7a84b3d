DELETE FROM dbo.crm_observation WHERE nom = @P1
