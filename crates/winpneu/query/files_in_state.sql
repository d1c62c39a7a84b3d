SELECT nom, motif, detail, recu_le FROM dbo.crm_fichier WHERE etat = @P1 AND etat <> 'integre' ORDER BY recu_le, nom
