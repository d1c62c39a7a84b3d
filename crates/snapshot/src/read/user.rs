//! A user's own base: his prospects and his entry of the correspondence table.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use domain::{OwnRecord, PersonRecord};
use exchange_schema::{Manifest, Role};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::columns::{identity, list, some_text, text, uuid};
use super::file::{check_schema, open_only};
use super::{CalendarVisit, HistoryQuery, ProspectCard, ProspectMatch, VisitRow, prospect};
use crate::ReadError;

/// A user's own base, open.
#[derive(Debug)]
pub struct UserBase {
    manifest: Manifest,
    prospects: Connection,
    own: OwnRecord,
}

impl UserBase {
    /// As [`super::CommonBase::open`].
    ///
    /// # Errors
    /// As [`super::CommonBase::open`].
    pub fn open(folder: &Path, manifest: Manifest) -> Result<Self, ReadError> {
        check_schema(&manifest)?;
        let prospects = open_only(folder, &manifest, Role::Prospects)?;
        // Asked once, so that a file that is no base of prospects is known now.
        list(&prospects, "SELECT id FROM prospect LIMIT 1", [], |row| text(row, 0))?;
        let own = read_own(&open_only(folder, &manifest, Role::User)?)?;
        Ok(Self { manifest, prospects, own })
    }

    /// What was opened.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The user himself.
    #[must_use]
    pub fn own(&self) -> &OwnRecord {
        &self.own
    }

    /// All prospects of this base, those that became customers too, in the order of folded names.
    ///
    /// # Errors
    /// As every query: when the file cannot be read.
    pub fn prospects(&self) -> Result<Vec<ProspectCard>, ReadError> {
        prospect::cards(&self.prospects, None)
    }

    /// One prospect.
    ///
    /// # Errors
    /// As [`UserBase::prospects`].
    pub fn prospect(&self, id: Uuid) -> Result<Option<ProspectCard>, ReadError> {
        Ok(prospect::cards(&self.prospects, Some(id))?.into_iter().next())
    }

    /// Its visits, newest first; `with_lit` says nothing here.
    ///
    /// # Errors
    /// As [`UserBase::prospects`].
    pub fn history(&self, id: Uuid, query: &HistoryQuery) -> Result<Vec<VisitRow>, ReadError> {
        prospect::history(&self.prospects, id, query)
    }

    /// How many visits its history has.
    ///
    /// # Errors
    /// As [`UserBase::prospects`].
    pub fn history_count(&self, id: Uuid) -> Result<u64, ReadError> {
        let sql = "SELECT count(*) FROM visit WHERE prospect = ?1";
        let count: i64 = self.prospects.query_row(sql, [id.to_string()], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The exchange files that caused its visits.
    ///
    /// # Errors
    /// As [`UserBase::prospects`].
    pub fn entries(&self, id: Uuid) -> Result<BTreeSet<Uuid>, ReadError> {
        prospect::entries(&self.prospects, id)
    }

    /// Visits to prospects from one day to another, both included, oldest first; of one author (user folder) or of all. Those that became
    /// customers are here too: whoever holds the customer has their visits twice and shows the customer's.
    ///
    /// # Errors
    /// As [`UserBase::prospects`].
    pub fn visits_between(
        &self,
        author: Option<&str>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<CalendarVisit>, ReadError> {
        prospect::visits_between(&self.prospects, author, from, to)
    }

    /// Prospects with a telephone, SIRET or VAT number of this sheet.
    ///
    /// # Errors
    /// As [`UserBase::prospects`].
    pub fn same_company(&self, sheet: &domain::Sheet) -> Result<Vec<ProspectMatch>, ReadError> {
        let mut found = Vec::new();
        for (kind, key) in identity(sheet) {
            let sql = "SELECT prospect FROM identity WHERE kind = ?1 AND key = ?2";
            let id = |row: &Row<'_>| Ok((kind, uuid(row, 0, "identity.prospect")?));
            found.extend(list(&self.prospects, sql, [kind.as_str(), &key], id)?);
        }
        // Two telephones may lead to one prospect.
        found.sort_unstable();
        found.dedup();
        Ok(found.into_iter().map(|(kind, id)| ProspectMatch { kind, id }).collect())
    }

    /// For the statistics.
    pub(crate) fn connection(&self) -> &Connection {
        &self.prospects
    }
}

fn read_own(user: &Connection) -> Result<OwnRecord, ReadError> {
    let sql = "SELECT folder, c_user, c_rep, name, windows_user, email, admin, accountant FROM own";
    let mut rows = list(user, sql, [], |row| {
        let person = PersonRecord {
            folder: text(row, 0)?,
            c_user: some_text(row, 1)?,
            c_rep: some_text(row, 2)?,
            name: some_text(row, 3)?,
            // Nobody else gets a base.
            active: true,
        };
        Ok(OwnRecord {
            person,
            windows_user: some_text(row, 4)?,
            email: some_text(row, 5)?,
            admin: row.get(6)?,
            accountant: row.get(7)?,
        })
    })?;
    match (rows.pop(), rows.len()) {
        (Some(own), 0) => Ok(own),
        (_, more) => Err(ReadError::Value { column: "own", value: format!("{more} further rows") }),
    }
}
