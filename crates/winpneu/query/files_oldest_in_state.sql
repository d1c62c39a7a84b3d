SELECT nom, motif, detail, recu_le FROM dbo.crm_fichier WHERE etat = CAST(@P1 AS varchar(8)) AND etat <> 'integre' AND ecarte_le IS NULL ORDER BY recu_le, nom
