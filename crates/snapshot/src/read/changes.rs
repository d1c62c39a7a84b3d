//! How much differs between two states of a base: what « Actualiser » will bring.

use std::ops::AddAssign;
use std::path::Path;

use exchange_schema::{Manifest, ManifestFile, Role};
use rusqlite::Connection;
use serde::Serialize;

use super::file::{open, uri};
use super::months::month_of_name;
use crate::ReadError;

/// Rows that are new or changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChangeCount {
    /// Customers.
    pub customers: u64,
    /// Visits, to prospects too.
    pub visits: u64,
    /// Prospects.
    pub prospects: u64,
}

impl AddAssign for ChangeCount {
    fn add_assign(&mut self, other: Self) {
        self.customers += other.customers;
        self.visits += other.visits;
        self.prospects += other.prospects;
    }
}

/// How much of `after` differs from `before`; the files of both lie in `folder`. A file that both name is passed over: its name tells its
/// content.
///
/// # Errors
/// When a file cannot be read, or its tables are not this program's.
pub fn changes(folder: &Path, before: &Manifest, after: &Manifest) -> Result<ChangeCount, ReadError> {
    let mut count = ChangeCount::default();
    let new = after.files.iter().filter(|file| before.files.iter().all(|old| old.name != file.name));
    for file in new {
        let opened = open(&folder.join(file.name.as_str()))?;
        let old = before.files.iter().find(|old| same_place(old, file));
        if let Some(old) = old {
            opened.execute("ATTACH ?1 AS before", [uri(&folder.join(old.name.as_str()))])?;
        }
        let known = old.is_some();
        match file.role {
            Role::Customers => count.customers += by_key(&opened, "customer", "c_client", known)?,
            Role::Visits => count.visits += by_content(&opened, known)?,
            Role::Prospects => {
                count.prospects += by_key(&opened, "prospect", "id", known)?;
                count.visits += by_content(&opened, known)?;
            }
            Role::Lists | Role::User => {}
        }
    }
    Ok(count)
}

/// Whether a file stands in the place of another: of visits there is one for each month.
fn same_place(old: &ManifestFile, new: &ManifestFile) -> bool {
    let month = |file: &ManifestFile| month_of_name(file.name.as_str());
    old.role == new.role && (old.role != Role::Visits || month(old) == month(new))
}

/// Rows whose key is new, or one of whose columns differs.
fn by_key(new: &Connection, table: &str, key: &str, known: bool) -> Result<u64, ReadError> {
    if !known {
        return count(new, &format!("SELECT count(*) FROM main.{table}"));
    }
    let columns = columns(new, table)?;
    let of = |side: &str| columns.iter().map(|it| format!("{side}.{it}")).collect::<Vec<_>>().join(", ");
    let (now, then) = (of("now"), of("then_"));
    count(
        new,
        &format!(
            "SELECT count(*) FROM main.{table} AS now LEFT JOIN before.{table} AS then_ ON then_.{key} = now.{key}
             WHERE then_.{key} IS NULL OR ({now}) IS NOT ({then})"
        ),
    )
}

/// Visits whose content was not there before; their numbers tell nothing.
fn by_content(new: &Connection, known: bool) -> Result<u64, ReadError> {
    if !known {
        return count(new, "SELECT count(*) FROM main.visit");
    }
    let columns = columns(new, "visit")?.into_iter().filter(|it| it != "id").collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT count(*) FROM (SELECT {columns} FROM main.visit EXCEPT SELECT {columns} FROM before.visit)"
    );
    count(new, &sql)
}

fn columns(new: &Connection, table: &str) -> Result<Vec<String>, ReadError> {
    let mut asked = new.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = asked.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn count(new: &Connection, sql: &str) -> Result<u64, ReadError> {
    let found: i64 = new.query_row(sql, [], |row| row.get(0))?;
    Ok(u64::try_from(found).unwrap_or_default())
}
