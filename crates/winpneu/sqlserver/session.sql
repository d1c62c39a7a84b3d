-- What every session of the program says first: nothing depends on the server's, the database's or the login's defaults.
-- XACT_ABORT: any error rolls the whole transaction back. NOCOUNT OFF: the number of changed rows is an answer that the program reads.
-- DEADLOCK_PRIORITY: of two sessions that wait for each other the ERP's goes on; ours begins its transaction again.
-- (ROWCOUNT and TEXTSIZE are without bounds since the login: [MS-TDS] 2.2.6.4, fODBC.)
-- The ANSI options are those that indexed views and filtered indexes of others demand of every session that writes.
SET XACT_ABORT ON;
SET NOCOUNT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET ANSI_NULLS ON;
SET ANSI_PADDING ON;
SET ANSI_WARNINGS ON;
SET ARITHABORT ON;
SET CONCAT_NULL_YIELDS_NULL ON;
SET NUMERIC_ROUNDABORT OFF;
SET QUOTED_IDENTIFIER ON;
SET DEADLOCK_PRIORITY LOW;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
