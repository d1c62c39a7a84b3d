SELECT nom, etat, motif, sha256, recu_le, change_le FROM dbo.crm_fichier WHERE nom = @P1
