//! The visits: one file a calendar month, opened when it is first asked and kept open.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use exchange_schema::{Manifest, Role};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::columns::{answers, day, entry, list, some_text, text};
use super::file::open;
use super::{CalendarVisit, HistoryKey, HistoryQuery, VisitRow};
use crate::ReadError;
use domain::RelationClass;

/// A calendar month; `None` for the visits without a readable day. Its order is that of time, these first.
pub(crate) type Month = Option<(i32, u32)>;

/// The month of a day.
pub(crate) fn month_of(on: NaiveDate) -> (i32, u32) {
    (on.year(), on.month())
}

/// All visits files of a base, the newest month first, those without a day last.
#[derive(Debug)]
pub(crate) struct Months(Vec<MonthFile>);

#[derive(Debug)]
struct MonthFile {
    month: Month,
    path: PathBuf,
    open: OnceCell<Connection>,
}

impl Months {
    /// Those that the manifest names; none is opened yet.
    pub(super) fn of(folder: &Path, manifest: &Manifest) -> Result<Self, ReadError> {
        let named =
            manifest.files.iter().filter(|file| file.role == Role::Visits).map(|file| file.name.as_str());
        let mut files = Vec::new();
        for name in named {
            let refused = || ReadError::Value { column: "manifest.files", value: name.to_owned() };
            let month = month_of_name(name).ok_or_else(refused)?;
            // Paging goes from file to file: a month of two files would lose its order.
            if files.iter().any(|file: &MonthFile| file.month == month) {
                return Err(refused());
            }
            files.push(MonthFile { month, path: folder.join(name), open: OnceCell::new() });
        }
        files.sort_by_key(|file| std::cmp::Reverse(file.month));
        Ok(Self(files))
    }

    /// The files of these months, the newest first.
    pub(crate) fn within(
        &self,
        months: RangeInclusive<Month>,
    ) -> impl Iterator<Item = Result<&Connection, ReadError>> {
        self.0.iter().filter(move |file| months.contains(&file.month)).map(MonthFile::connection)
    }

    /// The files from the newest month to that one and those without a day: what a history reads.
    fn from(&self, newest: Option<&HistoryKey>) -> impl Iterator<Item = Result<&Connection, ReadError>> {
        let newest = newest.map(|key| key.on.map(month_of));
        self.0
            .iter()
            .filter(move |file| newest.is_none_or(|newest| file.month <= newest))
            .map(MonthFile::connection)
    }

    pub(super) fn history(&self, code: &str, query: &HistoryQuery) -> Result<Vec<VisitRow>, ReadError> {
        let mut found = Vec::new();
        for month in self.from(query.after.as_ref()) {
            let left = query.limit - found.len();
            if left == 0 {
                break;
            }
            found.extend(page(month?, code, query, left)?);
        }
        Ok(found)
    }

    pub(super) fn history_count(&self, code: &str, with_lit: bool) -> Result<u64, ReadError> {
        let mut count = 0;
        for month in self.from(None) {
            let mut statement = month?.prepare_cached(COUNT)?;
            count += u64::from(statement.query_row(params![code, with_lit], |row| row.get::<_, u32>(0))?);
        }
        Ok(count)
    }

    /// The exchange files that caused a customer's rows of some days, or rows whose day nobody can read.
    pub(super) fn entries(
        &self,
        code: &str,
        days: &RangeInclusive<NaiveDate>,
    ) -> Result<BTreeSet<Uuid>, ReadError> {
        let months = Some(month_of(*days.start()))..=Some(month_of(*days.end()));
        let sql = "SELECT entry FROM visit WHERE c_client = ?1 AND entry IS NOT NULL";
        let mut found = BTreeSet::new();
        for month in self.within(months).chain(self.within(None..=None)) {
            found.extend(list(month?, sql, [code], |row| entry(row, 0))?.into_iter().flatten());
        }
        Ok(found)
    }

    pub(super) fn between(
        &self,
        c_user: Option<&str>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<CalendarVisit>, ReadError> {
        let mut found = Vec::new();
        for month in self.within(Some(month_of(from))..=Some(month_of(to))) {
            let (month, wanted) = (month?, |row: &Row<'_>| calendar_visit(row));
            found.extend(match c_user {
                Some(c_user) => list(
                    month,
                    &calendar("c_user = ?3 AND"),
                    params![from.to_string(), to.to_string(), c_user],
                    wanted,
                )?,
                None => list(month, &calendar(""), params![from.to_string(), to.to_string()], wanted)?,
            });
        }
        // The list is the other way round: the oldest first.
        found.sort_by(|one: &CalendarVisit, other| other.visit.key.cmp(&one.visit.key));
        Ok(found)
    }
}

impl MonthFile {
    fn connection(&self) -> Result<&Connection, ReadError> {
        if let Some(open) = self.open.get() {
            return Ok(open);
        }
        let connection = open(&self.path)?;
        // Ten years are open at once: a few pages each are enough, the system keeps the rest.
        connection.pragma_update(None, "cache_size", 16)?;
        Ok(self.open.get_or_init(|| connection))
    }
}

/// `visits-2026-11-…`, `visits-undated-…`.
pub(super) fn month_of_name(name: &str) -> Option<Month> {
    let rest = name.strip_prefix("visits-")?;
    if rest.starts_with("undated-") {
        return Some(None);
    }
    let (month, _) = rest.split_at_checked("YYYY-MM".len()).filter(|(_, hash)| hash.starts_with('-'))?;
    let first = domain::parse_iso_date(&format!("{month}-01")).ok()?;
    Some(Some(month_of(first)))
}

const COLUMNS: &str =
    "visited_on, coalesce(visited_at, ''), key, c_user, origin, class, subject, comment, form, picked, entry";
const COUNT: &str =
    "SELECT count(*) FROM visit WHERE c_client = ?1 AND (?2 OR origin IS NULL OR rtrim(origin) <> 'LIT')";

/// What is asked of one month. A row without a day is compared without it: it lies in a file of its own.
fn page(
    month: &Connection,
    code: &str,
    query: &HistoryQuery,
    limit: usize,
) -> Result<Vec<VisitRow>, ReadError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit WHERE c_client = ?1 AND (?2 OR origin IS NULL OR rtrim(origin) <> 'LIT')
         AND (?3 IS NULL OR (coalesce(visited_on, ''), coalesce(visited_at, ''), key) < (?3, ?4, ?5))
         ORDER BY visited_on DESC, coalesce(visited_at, '') DESC, key DESC LIMIT ?6"
    );
    let after = query.after.as_ref();
    let on = after.map(|key| key.on.map_or_else(String::new, |on| on.to_string()));
    let (at, key) = after.map(|key| (key.at.as_str(), key.key.as_str())).unzip();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    list(month, &sql, params![code, query.with_lit, on, at, key, limit], |row| visit_row(row, 0))
}

fn calendar(author: &str) -> String {
    format!(
        "SELECT c_client, {COLUMNS} FROM visit WHERE {author} class IN (1, 2) AND visited_on BETWEEN ?1 AND ?2"
    )
}

fn calendar_visit(row: &Row<'_>) -> Result<CalendarVisit, ReadError> {
    Ok(CalendarVisit { whom: text(row, 0)?, prospect: false, visit: visit_row(row, 1)? })
}

fn visit_row(row: &Row<'_>, at: usize) -> Result<VisitRow, ReadError> {
    let class = match row.get(at + 5)? {
        0_i64 => RelationClass::Other,
        1 => RelationClass::Visit,
        2 => RelationClass::ProspectVisit,
        other => return Err(ReadError::Value { column: "visit.class", value: other.to_string() }),
    };
    Ok(VisitRow {
        key: HistoryKey {
            on: day(row, at, "visit.visited_on")?,
            at: text(row, at + 1)?,
            key: text(row, at + 2)?,
        },
        author: some_text(row, at + 3)?,
        origin: some_text(row, at + 4)?,
        class,
        subject: some_text(row, at + 6)?,
        comment: some_text(row, at + 7)?,
        answers: answers(row, at + 8)?,
        entry: entry(row, at + 10)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_month() {
        for (name, month) in [
            ("visits-2026-11-0123456789abcdef.sqlite", Some(Some((2026, 11)))),
            ("visits-undated-0123456789abcdef.sqlite", Some(None)),
            ("visits-2026-13-0123456789abcdef.sqlite", None),
            ("visits-2026-1-0123456789abcdef.sqlite", None),
            ("visits-2026-11", None),
            ("customers-0123456789abcdef.sqlite", None),
        ] {
            assert_eq!(month_of_name(name), month, "{name}");
        }
    }
}
