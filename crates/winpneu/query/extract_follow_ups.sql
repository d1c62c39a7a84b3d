SELECT c_entite, crm_fichier, cree_le, visite_le, revoir, revoir_le, parc FROM dbo.crm_suivi_client
WHERE type_entite = CAST(@P1 AS char(1))
