SELECT creation, prospect, demande_le, demande_par FROM dbo.crm_creation_client WHERE etat = 'pending'
