UPDATE dbo.crm_observation SET taille = @P2, sha256 = @P3, vu_le = @P4 WHERE nom = @P1
