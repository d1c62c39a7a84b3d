SELECT creation FROM dbo.crm_creation_client WHERE prospect = CAST(@P1 AS char(36)) AND etat = 'pending'
