SELECT (SELECT COUNT(*) FROM dbo.client), (SELECT COUNT(*) FROM dbo.client_contact), (SELECT COUNT(*) FROM dbo.client_relation),
    (SELECT COUNT(*) FROM dbo.client_relation r
        LEFT JOIN dbo.crm_demande_modification d ON d.crm_fichier = r.crm_fichier
        LEFT JOIN dbo.crm_visite_prospect p ON p.crm_fichier = r.crm_fichier
        WHERE r.origine_relation = 'CRV' AND d.crm_fichier IS NULL AND p.crm_fichier IS NULL),
    (SELECT COUNT(*) FROM dbo.crm_visite_prospect), (SELECT COUNT(*) FROM dbo.crm_prospect),
    (SELECT COUNT(*) FROM dbo.crm_prospect WHERE converti_le IS NOT NULL),
    (SELECT COUNT(*) FROM dbo.crm_prospect WHERE supprime_le IS NOT NULL),
    (SELECT COUNT(*) FROM dbo.crm_demande_modification), (SELECT COUNT(*) FROM dbo.crm_fichier)
