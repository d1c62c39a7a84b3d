SELECT version, arbre FROM dbo.crm_formulaire ORDER BY version
