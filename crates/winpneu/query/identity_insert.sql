INSERT INTO dbo.crm_cle_prospect (prospect, sorte, cle) VALUES (@P1, @P2, @P3)
