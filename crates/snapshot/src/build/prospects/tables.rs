//! The tables of the file, out of the sorted rows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{CUSTOMER_FIELDS, masked};
use rusqlite::{Statement, ToSql, params};
use uuid::Uuid;

use super::Known;
use crate::BuildError;
use crate::build::base_file::BaseFile;
use crate::build::columns::{fleet, instant, is_bank_detail, read_sheet};
use crate::build::follow_ups::Standing;
use crate::build::identities::Identities;
use crate::build::problems::Problems;
use crate::build::record::Fields;
use crate::build::sorter::Sorter;

pub(super) struct ProspectTable<'a> {
    pub(super) known: &'a Known,
    pub(super) who: &'a BTreeMap<Uuid, i64>,
    /// In the order of uuids.
    pub(super) standings: Vec<(String, Standing)>,
    pub(super) identities: &'a mut Identities,
    pub(super) problems: &'a mut Problems,
}

impl ProspectTable<'_> {
    pub(super) fn write(&mut self, file: &BaseFile, prospects: Sorter) -> Result<(), BuildError> {
        let computed = [
            "created_by",
            "created_at",
            "own",
            "converted_at",
            "c_client",
            "last_visit_on",
            "follow_up_on",
            "fleet",
            "fleet_told_on",
            "who",
        ];
        let sheet = CUSTOMER_FIELDS.iter().map(|spec| spec.column);
        let columns: Vec<&str> = ["id"].into_iter().chain(sheet).chain(computed).collect();
        let mut insert = file.insert("prospect", &columns)?;
        let mut sorted = prospects.sorted()?;
        let mut before = None;
        while let Some(row) = sorted.next()? {
            let mut fields = Fields::of(row);
            let id = Uuid::from_bytes(fields.fixed()?);
            if before.replace(id) == Some(id) {
                self.problems.push(format!("the prospect {id} stands there twice; one row was left out"));
                continue;
            }
            self.add(&mut insert, id, &mut fields)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        insert: &mut Statement<'_>,
        id: Uuid,
        fields: &mut Fields<'_>,
    ) -> Result<(), BuildError> {
        let own = fields.fixed::<1>()?[0];
        let sheet = read_sheet(fields)?;
        let (created_by, created_at) = (fields.key()?, instant(fields.instant()?));
        let conversion = fields.optional(|fields| Ok((fields.instant()?, fields.key()?)))?;
        let (converted_at, customer) = conversion.map(|(at, customer)| (instant(at), customer)).unzip();
        let whom = id.to_string();
        let standing = self.standings.binary_search_by(|(known, _)| known.cmp(&whom)).ok();
        let standing = standing.map(|place| self.standings[place].1.clone()).unwrap_or_default();
        let last_visit_on = self.known.last_visits.get(&id).map(NaiveDate::to_string);
        let follow_up_on = standing.on.map(|on| on.to_string());
        let fleet = fleet(&standing.fleet)?;
        let fleet_told_on = standing.fleet_told_on.map(|on| on.to_string());
        let who = self.who.get(&id);
        let computed: [&dyn ToSql; 10] = [
            &created_by,
            &created_at,
            &own,
            &converted_at,
            &customer,
            &last_visit_on,
            &follow_up_on,
            &fleet,
            &fleet_told_on,
            &who,
        ];
        let mut row: Vec<&dyn ToSql> = vec![&whom];
        row.extend(sheet.iter().map(|text| text as &dyn ToSql));
        row.extend(computed);
        insert.execute(row.as_slice())?;
        self.identities.add(&whom, &sheet)
    }
}

pub(super) fn write_visits(file: &BaseFile, visits: Sorter, known: &Known) -> Result<(), BuildError> {
    let columns = [
        "id",
        "prospect",
        "visited_on",
        "visited_at",
        "author",
        "subject",
        "comment",
        "form",
        "picked",
        "contact",
        "quotes",
        "entry",
    ];
    let mut insert = file.insert("visit", &columns)?;
    let mut sorted = visits.sorted()?;
    let mut id = 0_i64;
    while let Some(row) = sorted.next()? {
        let mut fields = Fields::of(row);
        let prospect = Uuid::from_bytes(fields.fixed()?);
        if !known.shipped.contains_key(&prospect) {
            continue;
        }
        id += 1;
        let (on, at) = (fields.day()?.to_string(), fields.key()?);
        // The file's name only makes the order total.
        fields.key()?;
        insert.execute(params![
            id,
            prospect.to_string(),
            on,
            at,
            fields.key()?,
            fields.text()?,
            fields.text()?,
            fields.optional(Fields::number)?,
            fields.text()?,
            fields.text()?,
            fields.text()?,
            fields.optional(Fields::fixed::<16>)?,
        ])?;
    }
    Ok(())
}

pub(super) fn write_clashes(
    file: &BaseFile,
    clashes: Sorter,
    known: &Known,
    problems: &mut Problems,
) -> Result<(), BuildError> {
    let mut insert =
        file.insert("clash", &["prospect", "field", "expected", "found", "wanted", "opened_at"])?;
    let mut sorted = clashes.sorted()?;
    let mut before = None;
    while let Some(row) = sorted.next()? {
        let mut fields = Fields::of(row);
        let prospect = Uuid::from_bytes(fields.fixed()?);
        let Some(&own) = known.shipped.get(&prospect) else { continue };
        let field = fields.key()?.into_owned();
        let opened_at = instant(fields.instant()?);
        let hidden = !own && field.parse().is_ok_and(is_bank_detail);
        let mut value = || -> std::io::Result<Option<String>> {
            let text = fields.optional(Fields::key)?;
            Ok(text.map(|text| if hidden { masked(&text) } else { text.into_owned() }))
        };
        let (expected, found, wanted) = (value()?, value()?, value()?);
        let key = (prospect, field);
        if before.as_ref() == Some(&key) {
            problems.push(format!("the clash about {} of prospect {prospect} stands there twice", key.1));
            continue;
        }
        insert.execute(params![prospect.to_string(), key.1, expected, found, wanted, opened_at])?;
        before = Some(key);
    }
    Ok(())
}

pub(super) fn write_creations(
    file: &BaseFile,
    creations: Sorter,
    known: &Known,
    problems: &mut Problems,
) -> Result<(), BuildError> {
    let mut insert =
        file.insert("creation", &["prospect", "id", "asked_by", "asked_at", "refused_at", "message"])?;
    let mut sorted = creations.sorted()?;
    let mut before = None;
    while let Some(row) = sorted.next()? {
        let mut fields = Fields::of(row);
        let prospect = Uuid::from_bytes(fields.fixed()?);
        if !known.shipped.contains_key(&prospect) {
            continue;
        }
        if before.replace(prospect) == Some(prospect) {
            problems.push(format!("two creations of prospect {prospect} wait; one was left out"));
            continue;
        }
        let id = Uuid::from_bytes(fields.fixed()?);
        let (asked_by, asked_at) = (fields.key()?, instant(fields.instant()?));
        let refusal = fields.optional(|fields| Ok((instant(fields.instant()?), fields.text()?)))?;
        let (refused_at, message) = refusal.unzip();
        insert.execute(params![
            prospect.to_string(),
            id.to_string(),
            asked_by,
            asked_at,
            refused_at,
            message.flatten()
        ])?;
    }
    Ok(())
}

/// Visits that are alike are one row with their number.
pub(super) fn write_visited(
    file: &BaseFile,
    visited: Sorter,
    who: &BTreeMap<Uuid, i64>,
) -> Result<(), BuildError> {
    let mut insert =
        file.insert("visited", &["visited_on", "author", "who", "contact", "quotes", "visits"])?;
    let write = |row: &[u8], visits: i64| -> Result<(), BuildError> {
        let mut fields = Fields::of(row);
        let (on, author) = (fields.day()?.to_string(), fields.key()?);
        let who = who.get(&Uuid::from_bytes(fields.fixed()?));
        let (contact, quotes) = (fields.optional(Fields::key)?, fields.optional(Fields::key)?);
        insert.execute(params![on, author, who, contact, quotes, visits])?;
        Ok(())
    };
    visited.each_counted(write)
}
