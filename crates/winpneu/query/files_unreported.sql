SELECT nom, dossier, motif, detail, change_le FROM dbo.crm_fichier WHERE etat = 'refuse' AND etat <> 'integre' AND signale_le IS NULL AND ecarte_le IS NULL
ORDER BY change_le, nom
