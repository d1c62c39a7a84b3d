//! Errors as SQL Server words and numbers them.

use rusqlite::ErrorCode;
use rusqlite::ffi;

use super::tokens::tokens;

/// An error, as a client reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SqlError {
    pub(crate) number: u32,
    pub(crate) class: u8,
    pub(crate) state: u8,
    pub(crate) message: String,
    /// The line of the statement in its text, from 1; 0 when no statement is at fault.
    pub(crate) line: u32,
}

impl SqlError {
    pub(crate) fn new(number: u32, class: u8, state: u8, message: impl Into<String>) -> Self {
        Self { number, class, state, message: message.into(), line: 0 }
    }

    /// The first place that is told counts.
    pub(crate) fn at(mut self, line: u32) -> Self {
        if self.line == 0 {
            self.line = line;
        }
        self
    }

    /// Whether the statement never ran because it was not understood: XACT_ABORT says nothing about such errors.
    pub(crate) fn is_of_syntax(&self) -> bool {
        matches!(self.number, 102 | 105 | 111 | 113 | 137 | 195)
    }

    pub(crate) fn syntax(near: &str) -> Self {
        Self::new(102, 15, 1, format!("Incorrect syntax near '{near}'."))
    }

    pub(crate) fn login_failed(user: &str) -> Self {
        Self::new(18456, 14, 1, format!("Login failed for user '{user}'."))
    }

    pub(crate) fn no_database(database: &str) -> Self {
        let words = format!("Cannot open database \"{database}\" requested by the login. The login failed.");
        Self::new(4060, 11, 1, words)
    }

    pub(crate) fn no_procedure(name: &str) -> Self {
        Self::new(2812, 16, 62, format!("Could not find stored procedure '{name}'."))
    }

    pub(crate) fn no_function(name: &str) -> Self {
        Self::new(195, 15, 10, format!("'{name}' is not a recognized built-in function name."))
    }

    fn nothing_to_drop(kind: &str, name: &str) -> Self {
        let words = format!(
            "Cannot drop the {kind} '{name}', because it does not exist or you do not have permission."
        );
        Self::new(3701, 11, 5, words)
    }

    pub(crate) fn view_not_alone() -> Self {
        Self::new(111, 15, 1, "'CREATE VIEW' must be the first statement in a query batch.")
    }

    /// COMMIT or ROLLBACK without a transaction.
    pub(crate) fn nothing_to_end(verb: &str) -> Self {
        let number = if verb == "COMMIT" { 3902 } else { 3903 };
        let words = format!("The {verb} TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        Self::new(number, 16, 1, words)
    }

    pub(crate) fn wrong_transaction() -> Self {
        let words =
            "New request is not allowed to start because it should come with valid transaction descriptor.";
        Self::new(3989, 16, 1, words)
    }

    pub(crate) fn transaction_count(before: u32, after: u32) -> Self {
        let words = format!(
            "Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = {before}, current count = {after}."
        );
        Self::new(266, 16, 2, words)
    }

    pub(crate) fn no_snapshots(database: &str) -> Self {
        let words = format!(
            "Snapshot isolation transaction failed accessing database '{database}' because snapshot isolation is not allowed in this database. Use ALTER DATABASE to allow snapshot isolation."
        );
        Self::new(3952, 16, 1, words)
    }

    pub(crate) fn undeclared(variable: &str) -> Self {
        Self::new(137, 15, 2, format!("Must declare the scalar variable \"{variable}\"."))
    }

    pub(crate) fn missing_argument(name: &str) -> Self {
        let words = format!("Procedure or function expects parameter '{name}', which was not supplied.");
        Self::new(201, 16, 4, words)
    }

    pub(crate) fn not_held(resource: &str) -> Self {
        let words = format!(
            "Cannot release the application lock (Database Principal: 'public', Resource: '{resource}') because it is not currently held."
        );
        Self::new(1223, 16, 1, words)
    }

    pub(crate) fn lock_timeout() -> Self {
        Self::injected(1222)
    }

    /// An error that a test asked for, with SQL Server's class and words as far as these are known here.
    pub(crate) fn injected(number: u32) -> Self {
        let (class, state, words) = match number {
            701 => {
                (17, 123, "There is insufficient system memory in resource pool 'default' to run this query.")
            }
            1105 => (
                17,
                2,
                "Could not allocate space for object 'dbo.client_relation' in database 'winpneu' because the 'PRIMARY' filegroup is full.",
            ),
            1205 => (
                13,
                51,
                "Transaction (Process ID 51) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.",
            ),
            1222 => (16, 51, "Lock request time out period exceeded."),
            229 => (
                14,
                5,
                "The INSERT permission was denied on the object 'client_relation', database 'winpneu', schema 'dbo'.",
            ),
            3960 => (16, 2, "Snapshot isolation transaction aborted due to update conflict."),
            6005 => (14, 1, "SHUTDOWN is in progress."),
            8152 => (16, 14, "String or binary data would be truncated."),
            9002 => {
                (17, 2, "The transaction log for database 'winpneu' is full due to 'ACTIVE_TRANSACTION'.")
            }
            18456 => (14, 1, "Login failed for user 'crm'."),
            4060 => (11, 1, "Cannot open database \"winpneu\" requested by the login. The login failed."),
            824 => (24, 2, "SQL Server detected a logical consistency-based I/O error: incorrect checksum."),
            _ => return Self::new(number, 16, 1, format!("Error {number} was asked for by the test.")),
        };
        Self::new(number, class, state, words)
    }
}

/// Whose statement failed: what SQL Server's words name and SQLite's do not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Blamed<'s> {
    pub(crate) database: &'s str,
    /// INSERT, UPDATE, DELETE…
    pub(crate) verb: &'s str,
    /// The table that is written.
    pub(crate) table: &'s str,
}

/// SQLite's error in SQL Server's words.
pub(crate) fn translated(
    error: &rusqlite::Error,
    base: &rusqlite::Connection,
    blamed: Blamed<'_>,
) -> SqlError {
    let words = match error {
        rusqlite::Error::SqliteFailure(code, Some(words)) if code.code == ErrorCode::ConstraintViolation => {
            return constraint(code.extended_code, words, base, blamed);
        }
        rusqlite::Error::SqliteFailure(code, _) if code.extended_code == ffi::SQLITE_BUSY_SNAPSHOT => {
            return SqlError::injected(3960);
        }
        rusqlite::Error::SqliteFailure(code, _)
            if matches!(code.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) =>
        {
            return SqlError::lock_timeout();
        }
        rusqlite::Error::SqliteFailure(_, Some(words)) => words,
        rusqlite::Error::SqlInputError { msg, .. } => msg,
        other => return SqlError::new(50000, 16, 1, other.to_string()),
    };
    understood(words, blamed).unwrap_or_else(|| SqlError::new(50000, 16, 1, words.clone()))
}

fn understood(words: &str, blamed: Blamed<'_>) -> Option<SqlError> {
    if let Some(name) = words.strip_prefix("no such table: ") {
        return Some(match blamed.verb {
            "DROP" => SqlError::nothing_to_drop("table", name),
            _ => SqlError::new(208, 16, 1, format!("Invalid object name '{name}'.")),
        });
    }
    if let Some(name) = words.strip_prefix("no such column: ") {
        let name = name.rsplit('.').next().unwrap_or(name);
        return Some(SqlError::new(207, 16, 1, format!("Invalid column name '{name}'.")));
    }
    if let Some((_, name)) = words.split_once(" has no column named ") {
        return Some(SqlError::new(207, 16, 1, format!("Invalid column name '{name}'.")));
    }
    if let Some(name) = words.strip_prefix("duplicate column name: ") {
        let words = format!(
            "Column names in each table must be unique. Column name '{name}' in table 'dbo.{}' is specified more than once.",
            blamed.table
        );
        return Some(SqlError::new(2705, 16, 4, words));
    }
    for kind in ["index", "view"] {
        if let Some(name) = words.strip_prefix(&format!("no such {kind}: ")) {
            return Some(SqlError::nothing_to_drop(kind, name));
        }
    }
    if let Some(name) = words.strip_prefix("no such function: ") {
        return Some(SqlError::no_function(name));
    }
    if let Some(name) = words.strip_suffix(" already exists") {
        let name = name.rsplit(' ').next().unwrap_or(name).trim_matches('"');
        return Some(if words.starts_with("index ") {
            let words = format!(
                "The operation failed because an index or statistics with name '{name}' already exists on table 'dbo.{}'.",
                blamed.table
            );
            SqlError::new(1913, 16, 1, words)
        } else {
            SqlError::new(2714, 16, 6, format!("There is already an object named '{name}' in the database."))
        });
    }
    let near = words.strip_prefix("near \"").and_then(|rest| rest.split_once("\": ")).map(|(near, _)| near);
    match near {
        Some(near) => Some(SqlError::syntax(near)),
        None if words.contains("incomplete input") || words.contains("unrecognized token") => {
            Some(SqlError::syntax(""))
        }
        None => None,
    }
}

fn constraint(code: i32, words: &str, base: &rusqlite::Connection, blamed: Blamed<'_>) -> SqlError {
    let Blamed { database, verb, table } = blamed;
    let named = words.rsplit_once("failed: ").map_or("", |(_, named)| named);
    // SQLite names table.column, several with commas.
    let columns: Vec<&str> = named.split(", ").map(|name| name.rsplit('.').next().unwrap_or(name)).collect();
    match code {
        ffi::SQLITE_CONSTRAINT_NOTNULL => {
            let words = format!(
                "Cannot insert the value NULL into column '{}', table '{database}.dbo.{table}'; column does not allow nulls. {verb} fails.",
                columns.concat()
            );
            SqlError::new(515, 16, 2, words)
        }
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            let key = primary_key(base, table).unwrap_or_else(|| format!("PK_{table}"));
            let words = format!(
                "Violation of PRIMARY KEY constraint '{key}'. Cannot insert duplicate key in object 'dbo.{table}'."
            );
            SqlError::new(2627, 14, 1, words)
        }
        ffi::SQLITE_CONSTRAINT_UNIQUE => match unique_index(base, table, named, &columns) {
            Some(index) => {
                let words = format!(
                    "Cannot insert duplicate key row in object 'dbo.{table}' with unique index '{index}'."
                );
                SqlError::new(2601, 14, 1, words)
            }
            None => {
                let words = format!(
                    "Violation of UNIQUE KEY constraint 'UQ_{table}'. Cannot insert duplicate key in object 'dbo.{table}'."
                );
                SqlError::new(2627, 14, 1, words)
            }
        },
        _ => {
            let (kind, which) = match code {
                ffi::SQLITE_CONSTRAINT_CHECK => ("CHECK", named.to_owned()),
                _ if verb == "DELETE" => ("REFERENCE", format!("FK_{table}")),
                _ => ("FOREIGN KEY", format!("FK_{table}")),
            };
            let words = format!(
                "The {verb} statement conflicted with the {kind} constraint \"{which}\". The conflict occurred in database \"{database}\", table \"dbo.{table}\"."
            );
            SqlError::new(547, 16, 0, words)
        }
    }
}

/// The name that a table's text gives its primary key.
fn primary_key(base: &rusqlite::Connection, table: &str) -> Option<String> {
    let question = "SELECT sql FROM dbo.sqlite_schema WHERE type = 'table' AND lower(name) = lower(?1)";
    let text: String = base.query_row(question, [table], |row| row.get(0)).ok()?;
    let tokens = tokens(&text).ok()?;
    let named = tokens.windows(3).find(|three| three[0].is("CONSTRAINT") && three[2].is("PRIMARY"))?;
    Some(named[1].name().to_owned())
}

/// The index over exactly these columns that CREATE UNIQUE INDEX made; none when a constraint of the table made it.
fn unique_index(base: &rusqlite::Connection, table: &str, named: &str, columns: &[&str]) -> Option<String> {
    if let Some(index) = named.strip_prefix("index '") {
        return Some(index.trim_end_matches('\'').to_owned());
    }
    let question = "SELECT l.name FROM pragma_index_list(?1, 'dbo') AS l WHERE l.\"unique\" = 1 AND l.origin = 'c' AND \
        (SELECT group_concat(i.name) FROM pragma_index_info(l.name, 'dbo') AS i) = ?2";
    base.query_row(question, (table, columns.join(",")), |row| row.get(0)).ok()
}
