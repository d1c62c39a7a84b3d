//! « Envois » : everything that was entered here, with its life line.

use chrono::{DateTime, Utc};
use domain::CustomerField;
use exchange_schema::{FileName, Kind, ProspectId, Reason, ReceiptState};
use serde::{Deserialize, Serialize};

use super::Laptop;
use super::shown::Shown;
use super::summary::is_for_accountants;
use crate::entries::Whom;
use crate::journal::{Entry, Unread};
use crate::overlay::Standing;

/// Which entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EntryFilter {
    /// All.
    #[default]
    All,
    /// Those not integrated yet, as far as is known.
    Waiting,
    /// Refused ones that wait to be corrected or let be.
    ToMend,
    /// Those that are done with.
    Done,
}

/// Which rows, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EntriesQuery {
    /// Which entries.
    #[serde(default)]
    pub filter: EntryFilter,
    /// Only about this customer or prospect.
    #[serde(default)]
    pub subject: Option<String>,
    /// Only from this one on, from 0.
    #[serde(default)]
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
}

/// An entry and its life line: saved, dropped, integrated, validated or refused, removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EntryView {
    /// Its name.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub name: FileName,
    /// What it asks for.
    pub kind: Kind,
    /// Its number on this device.
    pub sequence: u64,
    /// The customer's code, or the prospect's uuid.
    pub subject: String,
    /// The name of whom it is about, if he is shown.
    pub subject_name: String,
    /// What it says, in one line: labels that were picked, fields that were filled in, the first words of the comment. Empty when this
    /// program cannot read it.
    pub summary: String,
    /// Whether an accountant decides on it: its life line ends with his word.
    pub to_accountant: bool,
    /// Where it is shown.
    pub standing: Standing,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// When it was dropped.
    pub dropped_at: Option<DateTime<Utc>>,
    /// The server's latest word.
    pub state: Option<ReceiptState>,
    /// Since when.
    pub at: Option<DateTime<Utc>>,
    /// When the server integrated it, as far as it told that before an accountant decided.
    pub integrated_at: Option<DateTime<Utc>>,
    /// Why it was refused or waits.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub reason: Option<Reason>,
    /// Words for the author.
    pub message: Option<String>,
    /// What came of it.
    pub reference: Option<String>,
    /// The fields that were not set.
    pub clashes: Vec<CustomerField>,
    /// When its file was removed from the inbox.
    pub removed_at: Option<DateTime<Utc>>,
    /// The refused entry that it corrects.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub replaces: Option<FileName>,
    /// Its correction.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub replaced_by: Option<FileName>,
    /// When the user let it be.
    pub given_up_at: Option<DateTime<Utc>>,
    /// Whether it is refused and waits to be corrected or let be.
    pub to_mend: bool,
}

/// A row of the list before it is made.
enum Line<'a> {
    Read(&'a Entry),
    Unread(&'a Entry<Unread>),
}

impl Line<'_> {
    const fn place(&self) -> u64 {
        match self {
            Self::Read(entry) => entry.place,
            Self::Unread(entry) => entry.place,
        }
    }
}

impl EntryFilter {
    fn takes<F>(self, entry: &Entry<F>) -> bool {
        let rejected = entry.fate.as_ref().is_some_and(|fate| fate.state == ReceiptState::Rejected);
        match self {
            Self::All => true,
            Self::Waiting => !rejected && !entry.is_integrated(),
            Self::ToMend => entry.is_to_mend(),
            Self::Done => entry.is_integrated() || (rejected && !entry.is_to_mend()),
        }
    }
}

impl Laptop {
    /// Entries, the latest first.
    #[must_use]
    pub fn entries(&self, query: &EntriesQuery) -> Vec<EntryView> {
        let Shown { entries, unreadable, .. } = &self.shown;
        let about = |subject: &str| query.subject.as_ref().is_none_or(|wanted| wanted == subject);
        let readable =
            entries.iter().filter(|it| about(&it.subject) && query.filter.takes(it)).map(|it| Line::Read(it));
        let others =
            unreadable.iter().filter(|it| about(&it.subject) && query.filter.takes(it)).map(Line::Unread);
        let mut lines: Vec<Line<'_>> = readable.chain(others).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.place()));
        let page = lines.into_iter().skip(query.offset).take(query.limit);
        page.map(|line| match line {
            Line::Read(entry) => self.entry_view(entry),
            Line::Unread(entry) => self.unread_view(entry),
        })
        .collect()
    }

    /// How many entries a filter takes: for the window's counters.
    #[must_use]
    pub fn count_entries(&self, filter: EntryFilter) -> usize {
        let readable = self.shown.entries.iter().filter(|entry| filter.takes(entry)).count();
        readable + self.shown.unreadable.iter().filter(|entry| filter.takes(entry)).count()
    }

    fn entry_view(&self, entry: &Entry) -> EntryView {
        let name = entry.file.file_name();
        EntryView {
            standing: self.shown.overlay.standing_of(name).unwrap_or(Standing::Laid),
            replaces: entry.file.replaces().cloned(),
            summary: self.summary(entry),
            to_accountant: is_for_accountants(entry.file.payload()),
            to_mend: entry.is_to_mend(),
            ..self.life(entry, name)
        }
    }

    /// It is shown with its life line; what it says, and what it would correct, nobody can tell.
    fn unread_view(&self, entry: &Entry<Unread>) -> EntryView {
        let Unread { name, detail } = &entry.file;
        let life = self.life(entry, name);
        EntryView { message: life.message.clone().or_else(|| Some(detail.clone())), ..life }
    }

    /// What is known of any entry.
    fn life<F>(&self, entry: &Entry<F>, name: &FileName) -> EntryView {
        let fate = entry.fate.as_ref();
        let whom = entry.subject.parse::<ProspectId>().map_or_else(
            |_| Whom::Customer(entry.subject.clone()),
            |id| {
                let customer = self.shown.became.get(id.as_uuid());
                customer.map_or(Whom::Prospect(id), |code| Whom::Customer(code.clone()))
            },
        );
        EntryView {
            kind: name.kind(),
            sequence: entry.sequence.get(),
            subject: entry.subject.clone(),
            subject_name: self.name_of(&whom),
            summary: String::new(),
            to_accountant: name.kind() == Kind::Cc,
            standing: Standing::Unreadable,
            saved_at: entry.saved_at,
            dropped_at: entry.dropped_at,
            state: fate.map(|fate| fate.state),
            at: fate.map(|fate| fate.at),
            integrated_at: entry.integrated_at,
            reason: fate.and_then(|fate| fate.reason),
            message: fate.and_then(|fate| fate.message.clone()),
            reference: fate.and_then(|fate| fate.reference.clone()),
            clashes: fate.map(|fate| fate.clashes.clone()).unwrap_or_default(),
            removed_at: entry.removed_at,
            replaces: None,
            replaced_by: entry.replaced_by.clone(),
            given_up_at: entry.given_up_at,
            to_mend: false,
            name: name.clone(),
        }
    }
}
