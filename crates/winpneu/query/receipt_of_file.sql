SELECT nom, sha256, etat, motif, reference, seq, change_le, code FROM dbo.crm_fichier WHERE nom = @P1
