INSERT INTO dbo.crm_suivi_client (crm_fichier, type_entite, c_entite, cree_le, visite_le, revoir, revoir_le, parc)
VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8)
