SELECT valeur FROM dbo.crm_compteur WHERE nom = 'seq'
