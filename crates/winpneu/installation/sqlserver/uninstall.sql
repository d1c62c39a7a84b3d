-- The way back: takes everything out of this database that the CRM put there. For the DBA, with SSMS or sqlcmd; the program never runs it.
-- It can be run again. Tables and views go in one transaction: all or nothing.
--
-- FIRST stop the automaton, and keep what is lost here: a backup of the database, or an export of the crm_* tables. Lost for good are
-- prospects with their visits, follow-up dates and fleets, answers to the visit form, pending customer creations, the mail outbox, the
-- journal (who did what, which relations were archived when) and the registry of exchange files: an automaton that is installed anew
-- takes every file that still lies in an inbox as a new one, so empty the inboxes or keep that folder closed.
--
-- What stays: every row of client and client_relation, those that the CRM inserted, too. They lose only the column crm_fichier, which
-- says what file they came from. Relations that the CRM archived (c_archive = 'O') stay archived; before this script, crm_journal
-- (action 'archive') says which spans of date_relation those were.
--
-- Dropping the column needs the table for an instant (a schema lock), as adding it did.
SET NOCOUNT ON;
-- Rather give up (error 1222; run it again) than have every query of the ERP queue behind our wait for client_relation.
SET LOCK_TIMEOUT 10000;
SET XACT_ABORT ON;
GO
DECLARE @everything_is_saved bit = 0; -- 1: yes, drop it
IF @everything_is_saved = 0
BEGIN
    RAISERROR (N'Read the first lines of this script, then set @everything_is_saved to 1.', 16, 1);
    SET NOEXEC ON;
END;
GO
-- 1. The role of login.sql, with all its rights. Its users, and their logins, may be used by others: they stay.
DECLARE @member sysname;
DECLARE @statement nvarchar(max);
WHILE EXISTS (SELECT 1 FROM sys.database_role_members WHERE role_principal_id = DATABASE_PRINCIPAL_ID(N'crm_automaton'))
BEGIN
    SELECT TOP (1) @member = USER_NAME(member_principal_id) FROM sys.database_role_members
    WHERE role_principal_id = DATABASE_PRINCIPAL_ID(N'crm_automaton');
    SET @statement = CONCAT(N'ALTER ROLE crm_automaton DROP MEMBER ', QUOTENAME(@member), N';');
    EXEC (@statement);
END;
IF DATABASE_PRINCIPAL_ID(N'crm_automaton') IS NOT NULL DROP ROLE crm_automaton;
GO

-- 2. Views, tables, index and column.
BEGIN TRANSACTION;

IF OBJECT_ID(N'dbo.crm_v_visite', N'V') IS NOT NULL DROP VIEW dbo.crm_v_visite;
IF OBJECT_ID(N'dbo.crm_v_code', N'V') IS NOT NULL DROP VIEW dbo.crm_v_code;
IF OBJECT_ID(N'dbo.crm_v_contact', N'V') IS NOT NULL DROP VIEW dbo.crm_v_contact;
IF OBJECT_ID(N'dbo.crm_v_ca', N'V') IS NOT NULL DROP VIEW dbo.crm_v_ca;
IF OBJECT_ID(N'dbo.crm_v_client', N'V') IS NOT NULL DROP VIEW dbo.crm_v_client;

IF OBJECT_ID(N'dbo.crm_cle_prospect', N'U') IS NOT NULL DROP TABLE dbo.crm_cle_prospect;
IF OBJECT_ID(N'dbo.crm_compteur', N'U') IS NOT NULL DROP TABLE dbo.crm_compteur;
IF OBJECT_ID(N'dbo.crm_conflit', N'U') IS NOT NULL DROP TABLE dbo.crm_conflit;
IF OBJECT_ID(N'dbo.crm_courriel', N'U') IS NOT NULL DROP TABLE dbo.crm_courriel;
IF OBJECT_ID(N'dbo.crm_creation_client', N'U') IS NOT NULL DROP TABLE dbo.crm_creation_client;
IF OBJECT_ID(N'dbo.crm_demande_modification', N'U') IS NOT NULL DROP TABLE dbo.crm_demande_modification;
IF OBJECT_ID(N'dbo.crm_doublon', N'U') IS NOT NULL DROP TABLE dbo.crm_doublon;
IF OBJECT_ID(N'dbo.crm_etat', N'U') IS NOT NULL DROP TABLE dbo.crm_etat;
IF OBJECT_ID(N'dbo.crm_fichier', N'U') IS NOT NULL DROP TABLE dbo.crm_fichier;
IF OBJECT_ID(N'dbo.crm_formulaire', N'U') IS NOT NULL DROP TABLE dbo.crm_formulaire;
IF OBJECT_ID(N'dbo.crm_journal', N'U') IS NOT NULL DROP TABLE dbo.crm_journal;
IF OBJECT_ID(N'dbo.crm_migration', N'U') IS NOT NULL DROP TABLE dbo.crm_migration;
IF OBJECT_ID(N'dbo.crm_observation', N'U') IS NOT NULL DROP TABLE dbo.crm_observation;
IF OBJECT_ID(N'dbo.crm_parametre', N'U') IS NOT NULL DROP TABLE dbo.crm_parametre;
IF OBJECT_ID(N'dbo.crm_prospect', N'U') IS NOT NULL DROP TABLE dbo.crm_prospect;
IF OBJECT_ID(N'dbo.crm_prospect_champ', N'U') IS NOT NULL DROP TABLE dbo.crm_prospect_champ;
IF OBJECT_ID(N'dbo.crm_rattachement', N'U') IS NOT NULL DROP TABLE dbo.crm_rattachement;
IF OBJECT_ID(N'dbo.crm_reponse_visite', N'U') IS NOT NULL DROP TABLE dbo.crm_reponse_visite;
IF OBJECT_ID(N'dbo.crm_suivi_client', N'U') IS NOT NULL DROP TABLE dbo.crm_suivi_client;
IF OBJECT_ID(N'dbo.crm_utilisateur', N'U') IS NOT NULL DROP TABLE dbo.crm_utilisateur;
IF OBJECT_ID(N'dbo.crm_verrou', N'U') IS NOT NULL DROP TABLE dbo.crm_verrou;
IF OBJECT_ID(N'dbo.crm_visite_prospect', N'U') IS NOT NULL DROP TABLE dbo.crm_visite_prospect;

IF INDEXPROPERTY(OBJECT_ID(N'dbo.client_relation'), N'client_relation_crm_fichier', 'IndexID') IS NOT NULL
    DROP INDEX client_relation_crm_fichier ON dbo.client_relation;
IF COL_LENGTH(N'dbo.client_relation', N'crm_fichier') IS NOT NULL
    ALTER TABLE dbo.client_relation DROP COLUMN crm_fichier;

COMMIT TRANSACTION;
GO
SET NOEXEC OFF;
GO
-- Still wanted? DROP USER tournee; and, on the server, DROP LOGIN tournee;
