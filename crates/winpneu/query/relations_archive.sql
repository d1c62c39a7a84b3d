UPDATE dbo.client_relation SET c_archive = 'O'
WHERE date_relation >= @P1 AND date_relation < @P2 AND date_relation < @P3 AND COALESCE(c_archive, ' ') <> 'O'
    AND NOT EXISTS (SELECT 1 FROM dbo.crm_demande_modification d
        WHERE d.crm_fichier = client_relation.crm_fichier AND d.etat = 'open')
