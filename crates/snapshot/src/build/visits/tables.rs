//! The two tables of a month, out of its sorted rows.

use chrono::Datelike;
use rusqlite::{Statement, params};

use super::{Row, SHOWN};
use crate::BuildError;
use crate::build::base_file::BaseFile;
use crate::build::record::Fields;

/// The two tables of a month.
pub(super) struct Tables<'f> {
    /// How the month's days are written, from the first one.
    days: Vec<String>,
    visit: Statement<'f>,
    archived: Statement<'f>,
    visits: i64,
    /// Archived visits that are alike, and how many there are.
    alike: (Row, i64),
}

impl<'f> Tables<'f> {
    pub(super) fn of(file: &'f BaseFile, month: &str) -> Result<Self, BuildError> {
        let days = (1..=31).map(|day| format!("{month}-{day:02}")).collect();
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
        Ok(Self { days, visit, archived, visits: 0, alike: (Row::new(), 0) })
    }

    pub(super) fn add(&mut self, row: &[u8]) -> Result<(), BuildError> {
        let mut fields = Fields::of(row);
        if fields.fixed()? == [SHOWN] {
            return self.add_shown(fields);
        }
        if self.alike.0 != row {
            self.write_alike()?;
            self.alike = (row.to_vec(), 0);
        }
        self.alike.1 += 1;
        Ok(())
    }

    fn add_shown(&mut self, mut fields: Fields<'_>) -> Result<(), BuildError> {
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

    fn write_alike(&mut self) -> Result<(), BuildError> {
        let (row, visits) = &self.alike;
        if *visits == 0 {
            return Ok(());
        }
        let mut fields = Fields::of(row);
        fields.fixed::<1>()?;
        self.archived.execute(params![
            fields.optional(Fields::key)?,
            fields.optional(Fields::day)?.map(|on| &self.days[on.day0() as usize]),
            fields.key()?,
            fields.fixed::<1>()?[0],
            fields.optional(Fields::key)?,
            fields.optional(Fields::key)?,
            visits,
        ])?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), BuildError> {
        self.write_alike()
    }
}
