-- Everything below can be run again: what was applied is skipped. Each migration is one transaction, and so are the views. After an
-- error nothing more of that transaction runs (NOEXEC), and it is rolled back; mend what the error says and run the script again.
SET NOCOUNT ON;
-- Rather give up (error 1222; run it again) than have every query of the ERP queue behind our wait for client_relation.
SET LOCK_TIMEOUT 10000;
SET XACT_ABORT ON;
SET IMPLICIT_TRANSACTIONS OFF;
SET ANSI_NULLS ON;
SET ANSI_PADDING ON;
SET ANSI_WARNINGS ON;
SET ARITHABORT ON;
SET CONCAT_NULL_YIELDS_NULL ON;
SET NUMERIC_ROUNDABORT OFF;
SET QUOTED_IDENTIFIER ON;
GO
IF OBJECT_ID(N'dbo.client_relation', N'U') IS NULL
    RAISERROR (N'There is no table dbo.client_relation here: go to the database of the ERP first (USE ...).', 16, 1);
GO
IF OBJECT_ID(N'dbo.client_relation', N'U') IS NULL OR OBJECT_ID(N'dbo.crm_migration', N'U') IS NOT NULL SET NOEXEC ON;
GO
