IF OBJECT_ID(N'dbo.crm_migration', N'U') IS NULL SET NOEXEC ON;
GO
-- Only after the migrations before it, which are @P2, and only once.
IF EXISTS (SELECT 1 FROM dbo.crm_migration WHERE numero = @P1) OR (SELECT COUNT(*) FROM dbo.crm_migration) <> @P2 SET NOEXEC ON;
GO
BEGIN TRANSACTION;
GO
