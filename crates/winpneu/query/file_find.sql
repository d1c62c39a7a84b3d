SELECT nom, etat, motif, sha256, recu_le, change_le, deja_integre, corrige FROM dbo.crm_fichier WHERE nom = @P1
