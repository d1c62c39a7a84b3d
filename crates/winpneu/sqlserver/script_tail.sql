IF OBJECT_ID(N'dbo.crm_etat', N'U') IS NULL
    RAISERROR (N'The CRM is NOT installed: see the errors above.', 16, 1);
ELSE IF NOT EXISTS (SELECT 1 FROM dbo.crm_etat WHERE nom = 'views' AND valeur = @P2) OR (SELECT COUNT(*) FROM dbo.crm_migration) <> @P1
    RAISERROR (N'The CRM is NOT completely installed: see the errors above.', 16, 1);
ELSE
    PRINT N'The CRM is installed. Next: login.sql, then `automaton init --check`.';
GO
