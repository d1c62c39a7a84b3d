INSERT INTO dbo.crm_doublon (prospect, autre_type, autre, sorte, ouvert_le, crm_fichier)
SELECT @P1, @P2, @P3, @P4, @P5, @P6 FROM dbo.crm_compteur c
WHERE c.nom = 'seq' AND NOT EXISTS (SELECT 1 FROM dbo.crm_doublon d
    WHERE d.prospect = CAST(@P1 AS char(36)) AND d.autre_type = CAST(@P2 AS char(1)) AND d.autre = CAST(@P3 AS char(36)) AND d.sorte = CAST(@P4 AS varchar(5)))
