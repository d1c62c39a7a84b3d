SELECT c_client FROM dbo.crm_v_client
