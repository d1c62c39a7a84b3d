SELECT nom, sha256, etat, motif, reference, seq, change_le, code, decision, message, conflits FROM dbo.crm_fichier WHERE dossier = @P1 AND change_le >= @P2 ORDER BY change_le DESC, nom DESC
