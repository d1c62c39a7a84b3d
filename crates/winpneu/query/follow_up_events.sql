SELECT crm_fichier, cree_le, visite_le, revoir, revoir_le, parc FROM dbo.crm_suivi_client
WHERE type_entite = @P1 AND c_entite = CAST(@P2 AS char(36))
