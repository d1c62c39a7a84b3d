SELECT c_client, annee, mois, montant_cents FROM dbo.crm_v_ca WHERE 1 = 0
