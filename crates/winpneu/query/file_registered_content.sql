SELECT nom FROM dbo.crm_fichier WHERE sha256 = CAST(@P1 AS char(64)) ORDER BY nom
