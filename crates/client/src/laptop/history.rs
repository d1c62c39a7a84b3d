//! « historique des visites » : what a base holds, with the laptop's own visits between.

use chrono::NaiveDate;
use domain::{NodeId, RelationClass};
use serde::{Deserialize, Serialize};
use snapshot::read::{HistoryKey, HistoryQuery, Lists, VisitRow};
use uuid::Uuid;

use crate::overlay::LaidVisit;

/// Which rows, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PageQuery {
    /// Whether « LIT » rows are shown.
    #[serde(default)]
    pub with_lit: bool,
    /// Only those after this one: [`HistoryPage::next`] of the page before.
    #[serde(default)]
    pub after: Option<HistoryCursor>,
    /// At most so many.
    pub limit: usize,
}

/// The place of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HistoryCursor {
    /// The day.
    pub on: Option<NaiveDate>,
    /// The hour.
    pub at: String,
    /// The row's own key.
    pub key: String,
}

/// Some rows of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HistoryPage {
    /// Newest first.
    pub rows: Vec<HistoryRow>,
    /// Where the next page begins, if there is more.
    pub next: Option<HistoryCursor>,
    /// How many rows the whole history has; « LIT » rows among them only when asked for.
    pub total: usize,
}

/// A row of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HistoryRow {
    /// Its place.
    #[serde(flatten)]
    pub place: HistoryCursor,
    /// The author's name or, where nobody knows it, his code.
    pub author: Option<String>,
    /// `origine_relation`.
    pub origin: Option<String>,
    /// `visit`, `prospect_visit` or `other`.
    #[cfg_attr(feature = "ts", ts(type = "'visit' | 'prospect_visit' | 'other'"))]
    pub class: &'static str,
    /// « objet ».
    pub subject: Option<String>,
    /// « commentaire ».
    pub comment: Option<String>,
    /// The version of the visit form that was answered.
    pub form: Option<u32>,
    /// What was picked in it.
    #[cfg_attr(feature = "ts", ts(as = "Vec<String>"))]
    pub picked: Vec<NodeId>,
    /// The entry that caused it.
    pub entry: Option<Uuid>,
    /// Whether it is the laptop's own and laid over a base that does not have it yet: its life line stands beside it.
    pub laid: bool,
    /// Whether it is on its way: until its receipt says that it is integrated, as in the statistics.
    pub pending: bool,
}

impl PageQuery {
    /// One row more than asked for tells whether there is another page.
    pub(super) fn of_base(&self) -> HistoryQuery {
        let after = self.after.as_ref().map(HistoryCursor::key);
        HistoryQuery { with_lit: self.with_lit, after, limit: self.limit.saturating_add(1) }
    }
}

/// One page of both. `base` was asked with [`PageQuery::of_base`]; it has `based` rows in all.
pub(super) fn merged(
    laid: Vec<LaidVisit>,
    (base, based): (Vec<HistoryRow>, u64),
    query: &PageQuery,
    author: &str,
) -> HistoryPage {
    let total = laid.len() + usize::try_from(based).unwrap_or(usize::MAX);
    let after = query.after.as_ref().map(HistoryCursor::key);
    let own = laid.into_iter().filter(|visit| after.as_ref().is_none_or(|after| visit.key > *after));
    let mut rows: Vec<HistoryRow> = own.map(|visit| HistoryRow::of_laid(visit, author)).chain(base).collect();
    rows.sort_by_cached_key(|row| row.place.key());
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    let next = rows.last().filter(|_| more).map(|row| row.place.clone());
    HistoryPage { rows, next, total }
}

impl HistoryRow {
    /// Of a base; `author` is his name, if he is known.
    pub(super) fn of_base(row: VisitRow, author: Option<String>) -> Self {
        let (form, picked) = row.answers.unzip();
        Self {
            place: HistoryCursor { on: row.key.on, at: row.key.at, key: row.key.key },
            author: author.or(row.author),
            origin: row.origin,
            class: class_code(row.class),
            subject: row.subject,
            comment: row.comment,
            form,
            picked: picked.unwrap_or_default(),
            entry: row.entry,
            laid: false,
            pending: false,
        }
    }

    pub(super) fn of_laid(visit: LaidVisit, author: &str) -> Self {
        let (form, picked) = visit.answers.unzip();
        Self {
            place: HistoryCursor { on: visit.key.on, at: visit.key.at, key: visit.key.key },
            author: Some(author.to_owned()),
            origin: Some("CRV".to_owned()),
            class: class_code(visit.class),
            subject: Some(visit.subject),
            comment: Some(visit.comment),
            form,
            picked: picked.unwrap_or_default(),
            entry: Some(visit.entry.file.id()),
            laid: true,
            pending: !visit.entry.is_integrated(),
        }
    }
}

impl HistoryCursor {
    pub(super) fn key(&self) -> HistoryKey {
        HistoryKey { on: self.on, at: self.at.clone(), key: self.key.clone() }
    }
}

pub(super) const fn class_code(class: RelationClass) -> &'static str {
    match class {
        RelationClass::Visit => "visit",
        RelationClass::ProspectVisit => "prospect_visit",
        RelationClass::Other => "other",
    }
}

/// The author of a customer's row by his ERP code.
pub(super) fn name_of_c_user(lists: &Lists, row: &VisitRow) -> Option<String> {
    lists.name_of_c_user(row.author.as_deref()?).map(str::to_owned)
}

/// The author of a prospect's row by his folder.
pub(super) fn name_of_folder(lists: &Lists, row: &VisitRow) -> Option<String> {
    lists.name_of_folder(row.author.as_deref()?).map(str::to_owned)
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
