//! The two tables of a month, out of its sorted rows.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use chrono::Datelike;
use rusqlite::{Statement, params};

use super::SHOWN;
use crate::BuildError;
use crate::build::base_file::BaseFile;
use crate::build::problems::Problems;
use crate::build::record::{Fields, Record};
use crate::build::sorter::Sorter;

/// The two tables of a month.
pub(super) struct Tables<'f> {
    /// How the month's days are written, from the first one.
    days: Vec<String>,
    visit: Statement<'f>,
    archived: Statement<'f>,
    visits: i64,
    /// The beginning of the row before: what a visit is known by.
    before: Vec<u8>,
    /// Archived visits, for the order of their table.
    counted: Sorter,
    record: Record,
    problems: &'f mut Problems,
}

impl<'f> Tables<'f> {
    pub(super) fn of(
        file: &'f BaseFile,
        month: &str,
        scratch: &Path,
        problems: &'f mut Problems,
    ) -> Result<Self, BuildError> {
        let visit = file.insert(
            "visit",
            &[
                "id",
                "c_client",
                "visited_on",
                "visited_at",
                "key",
                "c_user",
                "origin",
                "class",
                "subject",
                "comment",
                "form",
                "picked",
                "contact",
                "quotes",
                "entry",
            ],
        )?;
        let archived = file.insert(
            "archived",
            &["c_user", "visited_on", "c_client", "class", "contact", "quotes", "visits"],
        )?;
        Ok(Self {
            days: (1..=31).map(|day| format!("{month}-{day:02}")).collect(),
            visit,
            archived,
            visits: 0,
            before: Vec::new(),
            counted: Sorter::new(scratch, "archived", 4 << 20),
            record: Record::default(),
            problems,
        })
    }

    pub(super) fn add(&mut self, row: &[u8]) -> Result<(), BuildError> {
        let mut rest = Fields::of(row);
        let known_by = rest.bytes_of(read_known_by)?;
        if self.before == known_by {
            return self.tell_doubled(Fields::of(known_by));
        }
        known_by.clone_into(&mut self.before);
        if row.first() == Some(&SHOWN) {
            self.add_shown(Fields::of(row))
        } else {
            self.count(Fields::of(known_by), rest)
        }
    }

    fn tell_doubled(&mut self, mut known_by: Fields<'_>) -> Result<(), BuildError> {
        let (customer, key) = read_known_by(&mut known_by)?;
        self.problems.push(format!(
            "the visit {key:?} to customer {customer:?} stands there twice; one row was left out"
        ));
        Ok(())
    }

    fn add_shown(&mut self, mut fields: Fields<'_>) -> Result<(), BuildError> {
        fields.fixed::<1>()?;
        self.visits += 1;
        self.visit.execute(params![
            self.visits,
            fields.key()?,
            fields.optional(Fields::day)?.map(|on| &self.days[on.day0() as usize]),
            fields.optional(Fields::key)?,
            fields.key()?,
            fields.text()?,
            fields.text()?,
            fields.fixed::<1>()?[0],
            fields.text()?,
            fields.text()?,
            fields.optional(Fields::number)?,
            fields.text()?,
            fields.text()?,
            fields.text()?,
            fields.optional(Fields::fixed::<16>)?,
        ])?;
        Ok(())
    }

    /// Puts an archived visit among those that are alike: hour and key told it from others, and go.
    fn count(&mut self, mut known_by: Fields<'_>, mut rest: Fields<'_>) -> Result<(), BuildError> {
        known_by.fixed::<1>()?;
        let customer = known_by.bytes_of(Fields::key)?;
        let on = known_by.bytes_of(|fields| fields.optional(Fields::day))?;
        let author = rest.bytes_of(|fields| fields.optional(Fields::key))?;
        self.record.begin().fixed(author).fixed(on).fixed(customer).fixed(rest.rest());
        Ok(self.counted.push(self.record.as_bytes())?)
    }

    /// Writes the archived visits: those that are alike are one row with their number.
    pub(super) fn finish(self) -> Result<(), BuildError> {
        let Self { days, mut archived, counted, .. } = self;
        let write = |row: &[u8], visits: i64| -> Result<(), BuildError> {
            let mut fields = Fields::of(row);
            archived.execute(params![
                fields.optional(Fields::key)?,
                fields.optional(Fields::day)?.map(|on| &days[on.day0() as usize]),
                fields.key()?,
                fields.fixed::<1>()?[0],
                fields.optional(Fields::key)?,
                fields.optional(Fields::key)?,
                visits,
            ])?;
            Ok(())
        };
        counted.each_counted(write)
    }
}

/// Reads what a visit is known by, after the table that it is for: customer, day, hour and key. A view of an installation that joins may
/// repeat a row of the ERP. Answers the customer and the key.
fn read_known_by<'a>(fields: &mut Fields<'a>) -> io::Result<(Cow<'a, str>, Cow<'a, str>)> {
    fields.fixed::<1>()?;
    let customer = fields.key()?;
    fields.optional(Fields::day)?;
    fields.optional(Fields::key)?;
    Ok((customer, fields.key()?))
}
