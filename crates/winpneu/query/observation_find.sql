SELECT taille, sha256, vu_le FROM dbo.crm_observation WHERE nom = @P1
