SELECT c.prospect, c.champ, c.ouvert_le, c.attendu, c.trouve, c.demande, c.crm_fichier
FROM dbo.crm_conflit c INNER JOIN dbo.crm_prospect p ON p.prospect = c.prospect
WHERE p.supprime_le IS NULL AND p.converti_le IS NULL
