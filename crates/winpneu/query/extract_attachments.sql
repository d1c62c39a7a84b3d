SELECT id, prospect, depuis, c_rep, createur_retire FROM dbo.crm_rattachement
