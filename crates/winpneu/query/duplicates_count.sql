SELECT COUNT(DISTINCT d.prospect) FROM dbo.crm_doublon d INNER JOIN dbo.crm_prospect p ON p.prospect = d.prospect
WHERE p.supprime_le IS NULL AND p.converti_le IS NULL
