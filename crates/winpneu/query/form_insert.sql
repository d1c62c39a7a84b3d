INSERT INTO dbo.crm_formulaire (version, arbre, cree_le) VALUES (@P1, @P2, @P3)
