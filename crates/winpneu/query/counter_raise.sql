UPDATE dbo.crm_compteur SET valeur = valeur + 1 WHERE nom = 'seq'
