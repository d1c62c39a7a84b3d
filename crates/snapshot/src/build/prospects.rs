//! A user's prospects, with what is computed of each.

mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use domain::{ClashRecord, CreationRecord, FollowUpEvent, ProspectRecord, ProspectVisitRecord, masked};
use exchange_schema::{FileName, Role};
use uuid::Uuid;

use self::tables::{ProspectTable, write_clashes, write_creations, write_visited, write_visits};
use super::BuiltFile;
use super::answers::Meanings;
use super::base_file::BaseFile;
use super::columns::{is_bank_detail, write_sheet};
use super::follow_ups::FollowUps;
use super::identities::Identities;
use super::problems::Problems;
use super::record::Record;
use super::sorter::Sorter;
use crate::BuildError;

/// The rows of the file, in any order.
#[derive(Debug)]
pub(super) struct Prospects {
    scratch: PathBuf,
    record: Record,
    prospects: Sorter,
    visits: Sorter,
    visited: Sorter,
    clashes: Sorter,
    creations: Sorter,
    follow_ups: FollowUps,
    known: Known,
}

/// What one row must know of others.
#[derive(Debug, Default)]
struct Known {
    /// The prospects of the file, and whether the user owns them.
    shipped: BTreeMap<Uuid, bool>,
    /// Those that statistics count visits to: their places are their numbers.
    visited: BTreeSet<Uuid>,
    last_visits: BTreeMap<Uuid, NaiveDate>,
}

impl Prospects {
    pub(super) fn new(scratch: &Path) -> Self {
        let sorter = |name| Sorter::new(scratch, name, 4 << 20);
        Self {
            scratch: scratch.to_owned(),
            record: Record::default(),
            prospects: sorter("prospects"),
            visits: sorter("prospect-visits"),
            visited: sorter("prospects-visited"),
            clashes: sorter("clashes"),
            creations: sorter("creations"),
            follow_ups: FollowUps::new(scratch, "prospect-follow-ups"),
            known: Known::default(),
        }
    }

    pub(super) fn add(&mut self, prospect: &ProspectRecord, own: bool) -> Result<(), BuildError> {
        // Handed in twice: he owns it only if both say so, for what was masked once is not shown.
        self.known.shipped.entry(prospect.id).and_modify(|owned| *owned &= own).or_insert(own);
        let record = self.record.begin().fixed(prospect.id.as_bytes()).fixed(&[own.into()]);
        write_sheet(record, &prospect.sheet, |field, text| {
            Some(if own || !is_bank_detail(field) { text } else { masked(&text) })
        });
        record.key(&prospect.created_by).instant(prospect.created_at);
        record.optional(prospect.conversion.as_ref(), |record, (at, customer)| {
            record.instant(*at).key(customer);
        });
        Ok(self.prospects.push(record.as_bytes())?)
    }

    pub(super) fn add_visit(
        &mut self,
        visit: &ProspectVisitRecord,
        meanings: &mut Meanings,
    ) -> Result<(), BuildError> {
        let last = self.known.last_visits.entry(visit.prospect).or_insert(visit.on);
        *last = visit.on.max(*last);
        let meant = meanings.of(visit.answers.as_ref());
        let answers = visit.answers.as_ref();
        let entry = FileName::parse(&visit.file).ok();
        let record = self.record.begin();
        record
            .fixed(visit.prospect.as_bytes())
            .day(visit.on)
            .key(&visit.at)
            .key(&visit.file)
            .key(&visit.author)
            .text(Some(&visit.subject))
            .text(Some(&visit.comment))
            .optional(answers, |record, (form, _)| {
                record.number((*form).into());
            })
            .text(answers.filter(|_| meant.is_list).map(|(_, picked)| picked.as_str()))
            .text(meant.contact.as_deref())
            .text(meant.quotes.as_deref())
            .optional(entry, |record, name| {
                record.fixed(name.id().as_bytes());
            });
        Ok(self.visits.push(record.as_bytes())?)
    }

    pub(super) fn add_visited(
        &mut self,
        visit: &ProspectVisitRecord,
        meanings: &mut Meanings,
    ) -> Result<(), BuildError> {
        self.known.visited.insert(visit.prospect);
        let meant = meanings.of(visit.answers.as_ref());
        let record = self.record.begin();
        record.day(visit.on).key(&visit.author).fixed(visit.prospect.as_bytes());
        record.optional_key(meant.contact.as_deref()).optional_key(meant.quotes.as_deref());
        Ok(self.visited.push(record.as_bytes())?)
    }

    pub(super) fn add_follow_up(&mut self, prospect: Uuid, event: &FollowUpEvent) -> Result<(), BuildError> {
        self.follow_ups.add(&prospect.to_string(), event)
    }

    pub(super) fn add_clash(&mut self, clash: &ClashRecord) -> Result<(), BuildError> {
        let record = self.record.begin();
        record.fixed(clash.prospect.as_bytes()).key(clash.field.column()).instant(clash.opened_at);
        for text in [&clash.expected, &clash.found, &clash.wanted] {
            record.optional_key(text.as_deref());
        }
        Ok(self.clashes.push(record.as_bytes())?)
    }

    pub(super) fn add_creation(&mut self, creation: &CreationRecord) -> Result<(), BuildError> {
        let record = self.record.begin();
        record.fixed(creation.prospect.as_bytes()).fixed(creation.id.as_bytes());
        record.key(&creation.asked_by).instant(creation.asked_at);
        record.optional(creation.refusal.as_ref(), |record, (at, words)| {
            record.instant(*at).text(Some(words));
        });
        Ok(self.creations.push(record.as_bytes())?)
    }

    pub(super) fn write(self, problems: &mut Problems) -> Result<BuiltFile, BuildError> {
        let known = self.known;
        let file = BaseFile::create(&self.scratch, Role::Prospects, None)?;
        let is_shipped = |id: &str| Uuid::try_parse(id).is_ok_and(|id| known.shipped.contains_key(&id));
        let standings = self.follow_ups.write(&file, "prospect", is_shipped, problems)?;
        let who: BTreeMap<Uuid, i64> = known.visited.iter().copied().zip(1..).collect();
        let mut identities = Identities::new(&self.scratch, "prospect-identities");
        let mut table =
            ProspectTable { known: &known, who: &who, standings, identities: &mut identities, problems };
        table.write(&file, self.prospects)?;
        identities.write(&file, "prospect")?;
        write_visits(&file, self.visits, &known)?;
        write_clashes(&file, self.clashes, &known, problems)?;
        write_creations(&file, self.creations, &known, problems)?;
        write_visited(&file, self.visited, &who)?;
        file.finish()
    }
}
