DELETE FROM dbo.crm_observation WHERE vu_le < @P1
