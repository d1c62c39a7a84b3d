-- 1: ALLOW_SNAPSHOT_ISOLATION is on, so a read may see one moment and keep nobody waiting.
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
