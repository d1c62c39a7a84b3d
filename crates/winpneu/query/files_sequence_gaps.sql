SELECT appareil, auteur, COUNT(DISTINCT sequence), MAX(sequence) FROM dbo.crm_fichier
WHERE sequence IS NOT NULL AND appareil IS NOT NULL GROUP BY appareil, auteur
