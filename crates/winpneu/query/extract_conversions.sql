SELECT c_client, prospect, decide_le FROM dbo.crm_creation_client WHERE etat = 'validated'
