UPDATE dbo.crm_creation_client SET etat = @P2, decide_par = @P3, decide_le = @P4, motif = @P5, c_client = @P6, champs_valides = @P7
WHERE creation = CAST(@P1 AS char(36)) AND etat = 'pending'
