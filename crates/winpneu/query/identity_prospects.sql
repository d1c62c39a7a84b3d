SELECT k.prospect FROM dbo.crm_cle_prospect k
INNER JOIN dbo.crm_prospect p ON p.prospect = k.prospect
WHERE k.sorte = CAST(@P1 AS varchar(5)) AND k.cle = CAST(@P2 AS varchar(40)) AND p.supprime_le IS NULL AND p.converti_le IS NULL
ORDER BY k.prospect
