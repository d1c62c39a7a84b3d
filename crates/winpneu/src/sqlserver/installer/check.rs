//! Looking at a database without changing it: what is missing, what differs, what this login may not do.

use super::probes::{self, Misfit};
use super::text::{self, LOGIN, VIEWS_FILE};
use super::{VIEWS_NOTE, applied, migrations, note_of, unless_denied};
use crate::migrations::compare;
use crate::{Connection, Error, Statement, Statements, Value, runs};

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The schema is that of another program.
    #[error("{0}")]
    Foreign(String),
    /// A migration was not applied.
    #[error(
        "migration {number} ({name}) is not applied: run `automaton init`, or have the DBA run what `automaton init --print` prints"
    )]
    Missing {
        /// Its number.
        number: u32,
        /// Its word.
        name: &'static str,
    },
    /// The views were not made of the installation's text as it is now.
    #[error(
        "{VIEWS_FILE} was not applied as it is now: run `automaton init`, or have the DBA run what `automaton init --print` prints"
    )]
    Views,
    /// A view does not answer what the program reads.
    #[error("{view} does not answer what the program reads: {detail}; mend {VIEWS_FILE}")]
    View {
        /// The view.
        view: &'static str,
        /// The server's words.
        detail: String,
    },
    /// One of the ERP's tables is not as the annexes describe it.
    #[error(
        "{table} is not as the specification's annexes describe it: {detail}; {VIEWS_FILE} can rename what is read, client_create.sql what \
         a new customer is made of; client_relation is written as annex 1 says"
    )]
    Table {
        /// The table.
        table: &'static str,
        /// The server's words.
        detail: String,
    },
    /// The database keeps no row versions for reads of one moment.
    #[error(
        "ALLOW_SNAPSHOT_ISOLATION is off: what changes while the offline bases are built may be in one of their files and not in another, \
         until the next night; the DBA can switch it on: ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON"
    )]
    NoSnapshot,
    /// Text is not stored in the code page that the program expects.
    #[error(
        "char columns of this database have code page {0}, not 1252: accents and signs may be stored as « ? » or take two places"
    )]
    CodePage(i64),
    /// This login lacks a right.
    #[error("this login may not {right} on {object}: have the DBA run login.sql")]
    Right {
        /// Table, view, or a column of one.
        object: String,
        /// SELECT, INSERT, UPDATE or DELETE.
        right: &'static str,
    },
}

impl Finding {
    /// Whether the program cannot work as it should; the others are advice.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        !matches!(self, Self::NoSnapshot | Self::CodePage(_) | Self::Table { .. })
    }
}

/// Everything that is not as it should be. Changes nothing. What this login may not look at is left out, and told as a right that it lacks.
///
/// # Errors
/// When the base does not answer.
pub async fn check(base: &mut Connection, views: &str) -> Result<Vec<Finding>, Error> {
    let mut findings = schema(base).await?;
    if findings.is_empty() {
        findings.extend(made_views(base, text::without_mark(views)).await?);
    }
    let table = |misfit: Misfit| Finding::Table { table: misfit.object, detail: misfit.detail };
    findings.extend(probes::tables(base).await?.into_iter().map(table));
    findings.extend(settings(base).await?);
    findings.extend(rights(base).await?);
    Ok(findings)
}

async fn schema(base: &mut Connection) -> Result<Vec<Finding>, Error> {
    let Some(known) = unless_denied(applied(base).await)? else { return Ok(Vec::new()) };
    let known = known.unwrap_or_default();
    if let Err(error) = compare(&known, migrations()) {
        return Ok(vec![Finding::Foreign(error.to_string())]);
    }
    let missing = migrations().iter().skip(known.len());
    Ok(missing.map(|migration| Finding::Missing { number: migration.number, name: migration.name }).collect())
}

async fn made_views(base: &mut Connection, views: &str) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    let noted = unless_denied(runs::last(base, VIEWS_NOTE).await)?;
    if noted.is_some_and(|noted| noted.is_none_or(|(note, _)| note != note_of(views))) {
        findings.push(Finding::Views);
    }
    let view = |misfit: Misfit| Finding::View { view: misfit.object, detail: misfit.detail };
    let misfits = unless_denied(probes::views(base).await)?.unwrap_or_default();
    findings.extend(misfits.into_iter().map(view));
    Ok(findings)
}

async fn settings(base: &mut Connection) -> Result<Vec<Finding>, Error> {
    const SNAPSHOT: Statement =
        Statement { name: "snapshot_allowed", text: include_str!("../../../sqlserver/snapshot_allowed.sql") };
    const CODE_PAGE: Statement =
        Statement { name: "code_page", text: include_str!("../../../sqlserver/code_page.sql") };
    let mut findings = Vec::new();
    findings
        .extend(number(base, SNAPSHOT, &[]).await?.filter(|state| *state != 1).map(|_| Finding::NoSnapshot));
    findings.extend(number(base, CODE_PAGE, &[]).await?.filter(|page| *page != 1252).map(Finding::CodePage));
    Ok(findings)
}

/// The rights that login.sql grants and this login lacks. What is not there at all is told otherwise.
async fn rights(base: &mut Connection) -> Result<Vec<Finding>, Error> {
    const RIGHT: Statement = Statement { name: "right", text: include_str!("../../../sqlserver/right.sql") };
    const COLUMN: Statement =
        Statement { name: "right_on_column", text: include_str!("../../../sqlserver/right_on_column.sql") };
    let mut findings = Vec::new();
    for Grant { right, object, column } in grants(LOGIN) {
        let (statement, parameters) = match column {
            None => (RIGHT, vec![object.into(), right.into()]),
            Some(column) => (COLUMN, vec![object.into(), right.into(), column.into()]),
        };
        if number(base, statement, &parameters).await? == Some(0) {
            let object =
                column.map_or_else(|| object.to_owned(), |column| format!("{object}, column {column}"));
            findings.push(Finding::Right { object, right });
        }
    }
    Ok(findings)
}

/// One number, or none when a server that knows less than SQL Server 2016 refuses the question.
async fn number(
    base: &mut Connection,
    statement: Statement,
    parameters: &[Value],
) -> Result<Option<i64>, Error> {
    match base.query_one(statement, parameters).await {
        Ok(Some(row)) => row.int_or_null(0),
        Ok(None) | Err(Error::Statement { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A right on a table, a view or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grant<'t> {
    right: &'t str,
    object: &'t str,
    column: Option<&'t str>,
}

/// What a text grants, in lines « GRANT right, right (column, column) ON OBJECT::object TO role; ».
fn grants(text: &str) -> Vec<Grant<'_>> {
    let mut all = Vec::new();
    for line in text.lines() {
        let Some((rights, object)) =
            line.strip_prefix("GRANT ").and_then(|rest| rest.split_once(" ON OBJECT::"))
        else {
            continue;
        };
        let object = object.split(' ').next().unwrap_or_default();
        match rights.split_once(" (") {
            None => {
                all.extend(rights.split(", ").map(|right| Grant { right, object, column: None }));
            }
            Some((right, columns)) => {
                let columns = columns.trim_end_matches(')').split(", ");
                all.extend(columns.map(|column| Grant { right, object, column: Some(column) }));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_read_from_the_script_for_the_dba() {
        let text = "-- GRANT ALL\nGRANT SELECT, INSERT ON OBJECT::dbo.a TO crm_automaton;\n\
                    GRANT UPDATE (x, y) ON OBJECT::dbo.b TO crm_automaton;\n";
        let grant = |right, object, column| Grant { right, object, column };
        assert_eq!(
            grants(text),
            [
                grant("SELECT", "dbo.a", None),
                grant("INSERT", "dbo.a", None),
                grant("UPDATE", "dbo.b", Some("x")),
                grant("UPDATE", "dbo.b", Some("y")),
            ]
        );
        let granted = grants(LOGIN);
        assert!(granted.len() > 50, "{granted:?}");
        assert!(granted.contains(&grant("UPDATE", "dbo.client_relation", Some("c_archive"))));
    }
}
