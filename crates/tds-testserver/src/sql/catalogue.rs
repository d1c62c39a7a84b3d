//! What SQL Server tells about itself, as far as the program asks.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;

use super::collation::DATABASE;
use crate::server::Options;

/// Makes `sys.databases` and a few functions.
pub(crate) fn install(base: &Connection, options: &Options) -> rusqlite::Result<()> {
    base.execute_batch(
        "ATTACH ':memory:' AS sys;
        CREATE TABLE sys.databases (
            database_id int, name nvarchar(128), snapshot_isolation_state tinyint, is_read_committed_snapshot_on bit,
            collation_name nvarchar(128)
        );",
    )?;
    base.execute(
        "INSERT INTO sys.databases VALUES (1, ?1, ?2, ?3, ?4)",
        (&options.database, options.snapshot_isolation, options.read_committed_snapshot, DATABASE),
    )?;
    // Any number of arguments: every login may do everything, and all text is in one code page.
    const ANY: i32 = -1;
    let text = |value: &str| Value::Text(value.to_owned());
    for (name, arguments, answer) in [
        ("DB_ID", 0, Value::Integer(1)),
        ("DB_NAME", 0, text(&options.database)),
        ("SCHEMA_NAME", 0, text("dbo")),
        ("SUSER_SNAME", 0, text(&options.user)),
        ("USER_NAME", 0, text(&options.user)),
        ("IS_MEMBER", 1, Value::Integer(1)),
        ("HAS_PERMS_BY_NAME", ANY, Value::Integer(1)),
        ("DATABASEPROPERTYEX", 2, text(DATABASE)),
        ("COLLATIONPROPERTY", 2, Value::Integer(1252)),
    ] {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        base.create_scalar_function(name, arguments, flags, move |_| Ok(answer.clone()))?;
    }
    Ok(())
}
