-- A login for the CRM that may do what the CRM does, and nothing else. For the DBA, with SSMS or sqlcmd; the program never runs it.
-- It can be run again at any time: after an upgrade it adds what a new version needs.
--
-- Before: the ERP's database is the current one (USE winpneu;), and the tables of the CRM are there (`automaton init`, or what
-- `automaton init --print` prints, run by somebody who may alter client_relation and create tables and views).
-- Fill in the password below. The same name and password go into automaton.toml, [winpneu] user and password (or password_file).
--
-- What this login may NOT do: create, alter or drop anything; read or change any table of the ERP's but what is granted below; change a
-- row of client; delete a row of the ERP's; change any column of client_relation but c_archive; see the bank details of a customer in the ERP's tables.
-- It is no member of db_datareader, db_datawriter or db_owner, and needs no right on the server but to log in.
SET NOCOUNT ON;
SET XACT_ABORT ON;
GO
IF OBJECT_ID(N'dbo.crm_migration', N'U') IS NULL
BEGIN
    RAISERROR (N'There are no tables of the CRM in this database: run what `automaton init --print` prints first.', 16, 1);
    SET NOEXEC ON;
END;
GO

-- 1. The login, and its user in this database. An existing login keeps its password.
DECLARE @login sysname = N'tournee';
DECLARE @password nvarchar(128) = N'';
DECLARE @statement nvarchar(max);
IF SUSER_ID(@login) IS NULL AND @password = N''
BEGIN
    RAISERROR (N'Fill in the password of the login first.', 16, 1);
    SET NOEXEC ON;
END
ELSE IF SUSER_ID(@login) IS NULL
BEGIN
    SET @statement = CONCAT(N'CREATE LOGIN ', QUOTENAME(@login), N' WITH PASSWORD = N', QUOTENAME(@password, ''''),
        N', DEFAULT_DATABASE = ', QUOTENAME(DB_NAME()), N', CHECK_POLICY = ON;');
    EXEC (@statement);
END;
IF SUSER_ID(@login) IS NULL SET NOEXEC ON;
IF DATABASE_PRINCIPAL_ID(@login) IS NULL
BEGIN
    SET @statement = CONCAT(N'CREATE USER ', QUOTENAME(@login), N' FOR LOGIN ', QUOTENAME(@login), N' WITH DEFAULT_SCHEMA = dbo;');
    EXEC (@statement);
END;
IF DATABASE_PRINCIPAL_ID(N'crm_automaton') IS NULL
    CREATE ROLE crm_automaton AUTHORIZATION dbo;
SET @statement = CONCAT(N'ALTER ROLE crm_automaton ADD MEMBER ', QUOTENAME(@login), N';');
EXEC (@statement);
GO

-- 2. The rights, all of them the role's. In one transaction: all or none.
BEGIN TRANSACTION;

-- The ERP's own tables. Reading goes through the views, which belong to dbo as the tables do: no right on the tables is needed for it.
-- INSERT on client: only because client_create.sql does; drop it where that statement is another (and grant EXECUTE on its procedure).
GRANT INSERT ON OBJECT::dbo.client TO crm_automaton;
-- Visits and modification requests are inserted; c_archive = 'O' is set on old rows, which are found by their date.
GRANT INSERT ON OBJECT::dbo.client_relation TO crm_automaton;
GRANT SELECT (date_relation, c_archive, crm_fichier) ON OBJECT::dbo.client_relation TO crm_automaton;
GRANT UPDATE (c_archive) ON OBJECT::dbo.client_relation TO crm_automaton;

GRANT SELECT ON OBJECT::dbo.crm_v_ca TO crm_automaton;
GRANT SELECT ON OBJECT::dbo.crm_v_client TO crm_automaton;
GRANT SELECT ON OBJECT::dbo.crm_v_code TO crm_automaton;
GRANT SELECT ON OBJECT::dbo.crm_v_contact TO crm_automaton;
GRANT SELECT ON OBJECT::dbo.crm_v_visite TO crm_automaton;

-- The CRM's own tables. What is history is never changed: no UPDATE or DELETE there.
GRANT SELECT, INSERT, DELETE ON OBJECT::dbo.crm_cle_prospect TO crm_automaton;
GRANT SELECT, UPDATE ON OBJECT::dbo.crm_compteur TO crm_automaton;
GRANT SELECT, INSERT, DELETE ON OBJECT::dbo.crm_conflit TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_courriel TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_creation_client TO crm_automaton;
GRANT SELECT, INSERT ON OBJECT::dbo.crm_demande_modification TO crm_automaton;
GRANT SELECT, INSERT ON OBJECT::dbo.crm_doublon TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_etat TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_fichier TO crm_automaton;
GRANT SELECT, INSERT ON OBJECT::dbo.crm_formulaire TO crm_automaton;
GRANT SELECT, INSERT ON OBJECT::dbo.crm_journal TO crm_automaton;
GRANT SELECT ON OBJECT::dbo.crm_migration TO crm_automaton;
GRANT SELECT, INSERT, UPDATE, DELETE ON OBJECT::dbo.crm_observation TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_parametre TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_prospect TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_prospect_champ TO crm_automaton;
GRANT SELECT, INSERT ON OBJECT::dbo.crm_rattachement TO crm_automaton;
GRANT SELECT, INSERT ON OBJECT::dbo.crm_reponse_visite TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_suivi_client TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_utilisateur TO crm_automaton;
GRANT SELECT, INSERT, UPDATE ON OBJECT::dbo.crm_verrou TO crm_automaton;
GRANT SELECT, INSERT ON OBJECT::dbo.crm_visite_prospect TO crm_automaton;

COMMIT TRANSACTION;
GO
SET NOEXEC OFF;
GO
