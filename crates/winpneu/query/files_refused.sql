SELECT nom, dossier, auteur, motif, detail, recu_le, change_le, sha256, ecarte_le, etat, remplace_par FROM dbo.crm_fichier
WHERE etat = 'refuse' AND etat <> 'integre' AND ecarte_le IS NULL ORDER BY change_le DESC, nom
