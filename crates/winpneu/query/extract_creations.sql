SELECT creation, prospect, demande_le, demande_par, etat, decide_le, motif FROM dbo.crm_creation_client WHERE etat <> 'validated'
