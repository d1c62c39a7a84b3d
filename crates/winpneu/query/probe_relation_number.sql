SELECT num_relation FROM dbo.client_relation WHERE 1 = 0
