INSERT INTO dbo.crm_fichier (nom, code, auteur, dossier, appareil, sequence, sha256, etat, motif, detail, reference, recu_le,
    change_le, integre_le, prospect, message, conflits, corrige, seq)
SELECT @P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8, @P9, @P10, @P11, @P12, @P12, @P13, @P14, @P15, @P16, @P17,
    CASE WHEN @P8 = 'integre' THEN valeur END
FROM dbo.crm_compteur WHERE nom = 'seq'
