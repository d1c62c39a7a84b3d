SELECT r.date_relation FROM dbo.client_relation r
WHERE r.date_relation >= @P1 AND r.date_relation < @P2 AND COALESCE(r.c_archive, ' ') <> 'O'
    AND NOT EXISTS (SELECT 1 FROM dbo.crm_demande_modification d WHERE d.crm_fichier = r.crm_fichier AND d.etat = 'open')
ORDER BY r.date_relation
