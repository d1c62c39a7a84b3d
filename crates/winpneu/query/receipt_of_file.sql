SELECT nom, sha256, etat, motif, reference, seq, change_le, code, decision, message, conflits FROM dbo.crm_fichier WHERE nom = @P1
