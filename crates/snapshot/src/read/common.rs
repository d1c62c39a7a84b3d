//! Everybody's base: customers, visits, lists.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::path::Path;

use chrono::NaiveDate;
use domain::{IdentityKind, TownRecord};
use exchange_schema::{Manifest, Role};
use rusqlite::Connection;
use uuid::Uuid;

use super::columns::{identity, list, text};
use super::directory::DirectoryBuilder;
use super::file::{check_schema, open_only};
use super::months::Months;
use super::{
    CalendarVisit, CustomerCard, Directory, DirectoryEntry, HistoryQuery, Lists, Revenue, SameCompany,
    VisitRow, customer,
};
use crate::{Mark, ReadError};

/// Everybody's base, open.
#[derive(Debug)]
pub struct CommonBase {
    manifest: Manifest,
    customers: Connection,
    towns: Connection,
    months: Months,
    directory: Directory,
    lists: Lists,
}

impl CommonBase {
    /// Opens the files that the manifest names, in `folder`. They are taken as they are: whoever adopted them has checked size and hash.
    ///
    /// # Errors
    /// [`ReadError::Schema`], [`ReadError::Incomplete`]; [`ReadError::Sqlite`] when a file is not what its role says.
    pub fn open(folder: &Path, manifest: Manifest) -> Result<Self, ReadError> {
        check_schema(&manifest)?;
        let customers = open_only(folder, &manifest, Role::Customers)?;
        let towns = open_only(folder, &manifest, Role::Lists)?;
        Ok(Self {
            months: Months::of(folder, &manifest)?,
            directory: read_directory(&customers)?,
            lists: Lists::read(&towns)?,
            manifest,
            customers,
            towns,
        })
    }

    /// What was opened.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The day of the base, by which revenue « à date » is reckoned: that of `built_at` in UTC.
    #[must_use]
    pub fn built_on(&self) -> NaiveDate {
        self.manifest.built_at.date_naive()
    }

    /// All customers, in memory.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Lists, forms, parameters, people.
    #[must_use]
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// One customer; `None` when this base has no such code.
    ///
    /// # Errors
    /// As every query: when the file cannot be read.
    pub fn customer(&self, code: &str) -> Result<Option<CustomerCard>, ReadError> {
        customer::card(&self.customers, code, self.built_on())
    }

    /// A customer's revenue alone; none when this base has no such code.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn revenue(&self, code: &str) -> Result<Revenue, ReadError> {
        customer::revenue(&self.customers, code, self.built_on())
    }

    /// His relations, newest first.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn history(&self, code: &str, query: &HistoryQuery) -> Result<Vec<VisitRow>, ReadError> {
        self.months.history(code, query)
    }

    /// How many relations the history has.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn history_count(&self, code: &str, with_lit: bool) -> Result<u64, ReadError> {
        self.months.history_count(code, with_lit)
    }

    /// The exchange files that caused rows of his history. Only the months of these days are looked into, and the rows without a readable
    /// day: a month that cannot be read keeps no other one's entries from being known.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn entries(&self, code: &str, days: &RangeInclusive<NaiveDate>) -> Result<BTreeSet<Uuid>, ReadError> {
        self.months.entries(code, days)
    }

    /// Visits (of both classes) from one day to another, both included, oldest first; of one author or of all.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn visits_between(
        &self,
        c_user: Option<&str>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<CalendarVisit>, ReadError> {
        self.months.between(c_user, from, to)
    }

    /// The customer that a prospect became, if this base holds it.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn made_of(&self, prospect: Uuid) -> Result<Option<String>, ReadError> {
        let sql = "SELECT c_client FROM customer WHERE made_of = ?1 ORDER BY c_client LIMIT 1";
        let found = list(&self.customers, sql, [Mark::of(prospect).as_bytes()], |row| text(row, 0))?;
        Ok(found.into_iter().next())
    }

    /// Every customer that was made of a prospect, by the prospect's mark ([`Mark::as_bytes`]).
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn conversions(&self) -> Result<HashMap<Vec<u8>, String>, ReadError> {
        // In this order the least code stays, as in `made_of`.
        let sql = "SELECT made_of, c_client FROM customer WHERE made_of IS NOT NULL ORDER BY made_of, c_client DESC";
        Ok(list(&self.customers, sql, [], |row| Ok((row.get(0)?, text(row, 1)?)))?.into_iter().collect())
    }

    /// Customers with a telephone, SIRET or VAT number of this sheet.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn same_company(&self, sheet: &domain::Sheet) -> Result<Vec<SameCompany>, ReadError> {
        let mut found: Vec<(IdentityKind, String)> = Vec::new();
        for (kind, key) in identity(sheet) {
            let sql = "SELECT c_client FROM identity WHERE kind = ?1 AND key = ?2";
            found.extend(list(&self.customers, sql, [kind.as_str(), &key], |row| Ok((kind, text(row, 0)?)))?);
        }
        // Two telephones may lead to one customer.
        found.sort_unstable();
        found.dedup();
        Ok(found.into_iter().map(|(kind, code)| SameCompany { kind, code }).collect())
    }

    /// Towns of a postal code, the largest first.
    ///
    /// # Errors
    /// As [`CommonBase::customer`].
    pub fn towns(&self, postal_code: &str) -> Result<Vec<TownRecord>, ReadError> {
        let sql = "SELECT population, name FROM town WHERE postal_code = ?1 ORDER BY population DESC, name";
        list(&self.towns, sql, [postal_code], |row| {
            Ok(TownRecord {
                postal_code: postal_code.to_owned(),
                population: row.get(0)?,
                name: text(row, 1)?,
            })
        })
    }

    /// For the statistics.
    pub(crate) fn customers(&self) -> &Connection {
        &self.customers
    }

    /// For the statistics.
    pub(crate) fn months(&self) -> &Months {
        &self.months
    }
}

fn read_directory(customers: &Connection) -> Result<Directory, ReadError> {
    let mut statement = customers.prepare(
        "SELECT c_client, coalesce(nom_client, ''), coalesce(ville_fac, ''), coalesce(c_agence, ''), coalesce(c_rep, ''),
                coalesce(c_catc, ''), follow_up_on, last_visit_on FROM customer",
    )?;
    let mut rows = statement.query([])?;
    let mut directory = DirectoryBuilder::default();
    while let Some(row) = rows.next()? {
        let text = |at| row.get_ref(at).and_then(|value| Ok(value.as_str()?));
        directory.push(&DirectoryEntry {
            code: text(0)?,
            name: text(1)?,
            town: text(2)?,
            agency: text(3)?,
            sales_rep: text(4)?,
            grid: text(5)?,
            follow_up_on: super::columns::day(row, 6, "customer.follow_up_on")?,
            last_visit_on: super::columns::day(row, 7, "customer.last_visit_on")?,
        });
    }
    Ok(directory.finish())
}
