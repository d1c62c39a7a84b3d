UPDATE dbo.crm_fichier
SET code = @P2, auteur = @P3, dossier = @P4, appareil = @P5, sequence = @P6, sha256 = @P7, etat = @P8, motif = @P9, detail = @P10,
    reference = @P11, change_le = CASE WHEN change_le > @P12 THEN change_le ELSE @P12 END, integre_le = @P13, prospect = @P14, message = @P15, conflits = @P16, corrige = @P17, signale_le = NULL,
    ecarte_le = NULL, recu_le = CASE WHEN etat = 'attente' THEN recu_le ELSE @P12 END,
    seq = (SELECT CASE WHEN @P8 = 'integre' THEN c.valeur END FROM dbo.crm_compteur c WHERE c.nom = 'seq')
WHERE nom = @P1 AND etat IN ('attente', 'refuse')
