SELECT COUNT(*) FROM dbo.crm_conflit c INNER JOIN dbo.crm_prospect p ON p.prospect = c.prospect
WHERE p.supprime_le IS NULL AND p.converti_le IS NULL
