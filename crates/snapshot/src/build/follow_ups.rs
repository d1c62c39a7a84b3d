//! Follow-up dates and fleets: the events that still matter, and what all of them fold to.

use std::io;
use std::path::Path;

use chrono::NaiveDate;
use domain::{Fleet, FollowUp, FollowUpChange, FollowUpEvent};
use rusqlite::params;

use super::base_file::BaseFile;
use super::columns::{change, fleet, instant};
use super::problems::Problems;
use super::record::{Fields, Record};
use super::sorter::Sorter;
use crate::BuildError;

/// The events of one file, of anybody, in any order.
#[derive(Debug)]
pub(super) struct FollowUps {
    sorter: Sorter,
    record: Record,
}

/// What the events of one customer or prospect come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) on: Option<NaiveDate>,
    pub(super) fleet: Fleet,
    /// The day, in UTC, of the last word about the fleet.
    pub(super) fleet_told_on: Option<NaiveDate>,
}

impl FollowUps {
    pub(super) fn new(scratch: &Path, name: &str) -> Self {
        Self { sorter: Sorter::new(scratch, name, 4 << 20), record: Record::default() }
    }

    pub(super) fn add(&mut self, whom: &str, event: &FollowUpEvent) -> Result<(), BuildError> {
        let record = self.record.begin();
        record.key(whom).instant(event.at).key(&event.file).optional_day(event.visited_on);
        match event.change {
            FollowUpChange::Unchanged => record.fixed(&[0]),
            FollowUpChange::Clear => record.fixed(&[1]),
            FollowUpChange::Set(on) => record.fixed(&[2]).day(on),
        };
        record.text(fleet(&event.fleet)?.as_deref());
        Ok(self.sorter.push(record.as_bytes())?)
    }

    /// Writes the table `follow_up`, whose first column is `whom`, of those that are `kept`. Answers where each of these stands, in the
    /// order of bytes.
    pub(super) fn write(
        self,
        file: &BaseFile,
        whom: &str,
        kept: impl Fn(&str) -> bool,
        problems: &mut Problems,
    ) -> Result<Vec<(String, Standing)>, BuildError> {
        let columns = [whom, "at", "file", "visited_on", "change", "follow_up_on", "fleet"];
        let mut table =
            Table { insert: file.insert("follow_up", &columns)?, problems, standings: Vec::new() };
        let mut sorted = self.sorter.sorted()?;
        let (mut current, mut events) = (String::new(), Vec::new());
        while let Some(row) = sorted.next()? {
            let mut fields = Fields::of(row);
            let next = fields.key()?;
            if !kept(&next) {
                continue;
            }
            if *next != *current {
                table.add(std::mem::replace(&mut current, next.into_owned()), std::mem::take(&mut events))?;
            }
            events.push(read_event(&mut fields)?);
        }
        table.add(current, events)?;
        Ok(table.standings)
    }
}

fn read_event(fields: &mut Fields<'_>) -> io::Result<FollowUpEvent> {
    Ok(FollowUpEvent {
        at: fields.instant()?,
        file: fields.key()?.into_owned(),
        visited_on: fields.optional(Fields::day)?,
        change: match fields.fixed()? {
            [0] => FollowUpChange::Unchanged,
            [1] => FollowUpChange::Clear,
            [_] => FollowUpChange::Set(fields.day()?),
        },
        fleet: fields.text()?.map(serde_json::from_str).transpose()?.unwrap_or_default(),
    })
}

struct Table<'a> {
    insert: rusqlite::Statement<'a>,
    problems: &'a mut Problems,
    standings: Vec<(String, Standing)>,
}

impl Table<'_> {
    fn add(&mut self, whom: String, mut events: Vec<FollowUpEvent>) -> Result<(), BuildError> {
        if events.is_empty() {
            return Ok(());
        }
        // One file says one thing of him.
        events.dedup_by(|later, earlier| {
            let doubled = (later.at, &later.file) == (earlier.at, &earlier.file);
            if doubled && later != earlier {
                self.problems
                    .push(format!("the follow-up of {whom} that {} tells stands there twice", later.file));
            }
            doubled
        });
        let fleet_told_on =
            events.iter().rev().find(|event| !event.fleet.is_empty()).map(|event| event.at.date_naive());
        let essential = FollowUp::essential(events);
        for event in &essential {
            let (word, on) = change(event.change);
            let visited_on = event.visited_on.map(|on| on.to_string());
            self.insert.execute(params![
                whom,
                instant(event.at),
                event.file,
                visited_on,
                word,
                on,
                fleet(&event.fleet)?
            ])?;
        }
        let FollowUp { on, fleet } = FollowUp::from_events(essential);
        self.standings.push((whom, Standing { on, fleet, fleet_told_on }));
        Ok(())
    }
}
