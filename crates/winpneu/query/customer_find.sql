SELECT c_client, nom_client FROM dbo.crm_v_client WHERE c_client = CAST(@P1 AS char(30))
