SELECT c.creation, c.prospect, c.etat, c.champs, c.signature, c.commentaire, c.demande_par, c.demande_le, c.decide_par, c.decide_le, c.motif, c.c_client,
    c.crm_fichier, c.champs_valides
FROM dbo.crm_creation_client c WHERE c.creation = CAST(@P1 AS char(36))
