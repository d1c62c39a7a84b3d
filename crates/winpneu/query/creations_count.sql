SELECT COUNT(*), MIN(demande_le) FROM dbo.crm_creation_client WHERE etat = 'pending'
