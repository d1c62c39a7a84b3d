UPDATE dbo.crm_fichier
SET decision = @P2, message = @P3, reference = COALESCE(@P4, reference), change_le = CASE WHEN change_le > @P5 THEN change_le ELSE @P5 END,
    seq = (SELECT c.valeur FROM dbo.crm_compteur c WHERE c.nom = 'seq')
WHERE nom = @P1
