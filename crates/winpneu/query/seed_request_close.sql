UPDATE dbo.crm_demande_modification SET etat = 'done', decide_par = @P2, decide_le = @P3 WHERE crm_fichier = CAST(@P1 AS varchar(120)) AND etat = 'open'
