SELECT c_client FROM dbo.client WHERE c_client = CAST(@P1 AS char(30))
