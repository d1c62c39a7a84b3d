//! Prospects: list, search, card, history.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CustomerField, FieldValue, FollowUp, PersonRecord, Sheet, fold};
use exchange_schema::FileName;
use serde::{Deserialize, Serialize};
use snapshot::read::Pattern;
use uuid::Uuid;

use super::history::{HistoryRow, merged, name_of_folder};
use super::{HistoryPage, Laptop, PageQuery, ViewError};
use crate::overlay::{CreationState, LaidVisit, ProspectOrigin, ProspectState, shown, visit_row};

/// The order of the list; equal ones by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ProspectSort {
    /// By name.
    #[default]
    Name,
    /// By town.
    Town,
    /// By stage, as the list of stages orders them; those without one first.
    Stage,
    /// By the last visit, those never seen first.
    LastVisit,
    /// By the follow-up date, those without one last either way.
    FollowUp,
}

/// Which prospects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProspectsQuery {
    /// What was typed in the search: part of the name or the town.
    #[serde(default)]
    pub typed: String,
    /// Only the user's own; an administrator sees everybody's otherwise.
    #[serde(default)]
    pub own_only: bool,
    /// Only of this rep, by his ERP code: those that bear it, and those that he created.
    #[serde(default)]
    pub sales_rep: Option<String>,
    /// Only at this stage; the empty text: at none.
    #[serde(default)]
    pub stage: Option<String>,
    /// In which order.
    #[serde(default)]
    pub sort: ProspectSort,
    /// The other way round.
    #[serde(default)]
    pub descending: bool,
    /// Only from this one on, from 0.
    #[serde(default)]
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
}

/// Some prospects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProspectPage {
    /// How many match.
    pub total: usize,
    /// Those asked for.
    pub rows: Vec<ProspectRow>,
}

/// A prospect in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProspectRow {
    /// Its identity.
    pub id: Uuid,
    /// « nom ».
    pub name: String,
    /// « ville ».
    pub town: String,
    /// « étape ».
    pub stage: String,
    /// « motif de perte ».
    pub lost_reason: String,
    /// « commercial ».
    pub sales_rep: String,
    /// Where it comes from.
    pub origin: ProspectOrigin,
    /// Whether the user may edit it.
    pub own: bool,
    /// « date de revoir ».
    pub follow_up_on: Option<NaiveDate>,
    /// « dernière visite ».
    pub last_visit_on: Option<NaiveDate>,
    /// « création demandée ».
    pub creation: Option<CreationState>,
    /// The customer that it became, until the base shows him.
    pub customer: Option<String>,
    /// How many entries are not integrated, as far as is known.
    pub waiting: usize,
    /// How many refused entries wait to be corrected or let be.
    pub to_mend: usize,
}

/// « fiche prospect ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProspectView {
    /// As lists show it.
    #[serde(flatten)]
    pub row: ProspectRow,
    /// All its fields; bank details by their last four signs.
    pub sheet: Sheet,
    /// The fields whose value is the laptop's own, and not integrated as far as is known.
    pub pending: Vec<CustomerField>,
    /// User folder of its creator.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it became a customer.
    pub converted_at: Option<DateTime<Utc>>,
    /// « date de revoir » and fleet.
    pub follow_up: FollowUp,
    /// « relevé le ».
    pub fleet_told_at: Option<DateTime<Utc>>,
    /// Open clashes.
    pub clashes: Vec<ClashView>,
    /// The names of the refused entries.
    #[cfg_attr(feature = "ts", ts(as = "Vec<String>"))]
    pub refused: Vec<FileName>,
}

/// A field that was not set, since somebody else had changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClashView {
    /// The field.
    pub field: CustomerField,
    /// What its author saw.
    pub expected: Option<String>,
    /// What stood there.
    pub found: Option<String>,
    /// What he wanted.
    pub wanted: Option<String>,
    /// Since when.
    pub opened_at: DateTime<Utc>,
}

impl Laptop {
    /// The prospects that match, without those that were deleted here.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn prospects(&self, query: &ProspectsQuery) -> Result<ProspectPage, ViewError> {
        self.own_base()?;
        let pattern = Pattern::new(&query.typed);
        let is = |state: &ProspectState, field, wanted: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| state.text(field).trim_end() == wanted)
        };
        let matching = |state: &&ProspectState| {
            let seen = |field| pattern.matches(&fold(state.text(field)));
            let typed = pattern.is_empty() || seen(CustomerField::Name) || seen(CustomerField::Town);
            let filtered = self.is_of_rep(state, query.sales_rep.as_deref())
                && is(state, CustomerField::Stage, &query.stage);
            !state.deleted && typed && filtered && (state.own || !query.own_only)
        };
        let mut found: Vec<&ProspectState> = self.shown.prospects.iter().filter(matching).collect();
        self.sort_prospects(&mut found, query)?;
        let rows = found.iter().skip(query.offset).take(query.limit).map(|state| row(state));
        Ok(ProspectPage { total: found.len(), rows: rows.collect() })
    }

    /// As the statistics count whose prospects they are (docs/statistics.md, « Prospects of a scope »).
    fn is_of_rep(&self, state: &ProspectState, rep: Option<&str>) -> bool {
        let Some(rep) = rep else { return true };
        let is_rep = |code: &str| code.trim_end() == rep;
        let people = self.lists().map(|lists| lists.people.as_slice()).unwrap_or_default();
        let created = |person: &PersonRecord| {
            person.folder == state.created_by && person.c_rep.as_deref().is_some_and(is_rep)
        };
        is_rep(state.text(CustomerField::SalesRep)) || people.iter().any(created)
    }

    /// They come in the order of their names, and equal ones stay in it.
    fn sort_prospects(&self, found: &mut [&ProspectState], query: &ProspectsQuery) -> Result<(), ViewError> {
        fn by<K: Ord>(found: &mut [&ProspectState], descending: bool, key: impl Fn(&ProspectState) -> K) {
            found.sort_by(|one, other| {
                let order = key(one).cmp(&key(other));
                if descending { order.reverse() } else { order }
            });
        }
        let stages = &self.lists()?.parameters.etapes;
        let stage = |state: &ProspectState| {
            let text = state.text(CustomerField::Stage);
            let known = stages.iter().position(|stage| stage.as_str() == text);
            (!text.is_empty()).then(|| (known.unwrap_or(usize::MAX), text.to_owned()))
        };
        let descending = query.descending;
        match query.sort {
            ProspectSort::Name if descending => found.reverse(),
            ProspectSort::Name => {}
            ProspectSort::Town => by(found, descending, |state| fold(state.text(CustomerField::Town))),
            ProspectSort::Stage => by(found, descending, stage),
            ProspectSort::LastVisit => by(found, descending, |state| state.last_visit_on),
            ProspectSort::FollowUp => {
                by(found, descending, |state| state.follow_up.on);
                found.sort_by_key(|state| state.follow_up.on.is_none());
            }
        }
        Ok(())
    }

    /// A prospect's card; `None` when the laptop shows no such prospect.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn prospect(&self, id: Uuid) -> Result<Option<ProspectView>, ViewError> {
        self.own_base()?;
        Ok(self.shown.prospects.iter().find(|state| state.id == id && !state.deleted).map(view))
    }

    /// The customer that a prospect became, once the base shows him.
    #[must_use]
    pub fn customer_of(&self, prospect: Uuid) -> Option<&str> {
        self.shown.became.get(&prospect).map(String::as_str)
    }

    /// The same, also of a prospect that this laptop does not show any more.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn became_customer(&self, prospect: Uuid) -> Result<Option<String>, ViewError> {
        match self.customer_of(prospect) {
            Some(code) => Ok(Some(code.to_owned())),
            None => self.ask_common(|base| base.made_of(prospect)),
        }
    }

    /// A page of a prospect's history.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn prospect_history(&self, id: Uuid, query: &PageQuery) -> Result<HistoryPage, ViewError> {
        let lists = self.lists()?;
        let rows = self.ask_own(|base| base.history(id, &query.of_base()))?;
        let base = rows.into_iter().map(|row| {
            let author = name_of_folder(lists, &row);
            HistoryRow::of_base(row, author)
        });
        let base: Vec<HistoryRow> = base.collect();
        let counted = self.ask_own(|base| base.history_count(id))?;
        Ok(merged(self.laid_prospect_rows(id, |_| true)?, (base, counted), query, self.own_name()))
    }

    /// Visits to a prospect that are laid over the base: no rows of it yet.
    pub(super) fn laid_prospect_rows(
        &self,
        id: Uuid,
        wanted: impl Fn(&LaidVisit) -> bool,
    ) -> Result<Vec<LaidVisit>, ViewError> {
        let Some(layer) = self.shown.overlay.prospects.get(&id) else { return Ok(Vec::new()) };
        let row = |entry| visit_row(entry, None, |version| self.form(version).ok().flatten());
        let mut rows: Vec<LaidVisit> = layer.laid().filter_map(row).filter(wanted).collect();
        if !rows.is_empty() {
            let shown = self.ask_own(|base| base.entries(id))?;
            rows.retain(|row| !shown.contains(&row.entry.file.id()));
        }
        Ok(rows)
    }
}

fn row(state: &ProspectState) -> ProspectRow {
    ProspectRow {
        id: state.id,
        name: state.text(CustomerField::Name).to_owned(),
        town: state.text(CustomerField::Town).to_owned(),
        stage: state.text(CustomerField::Stage).to_owned(),
        lost_reason: state.text(CustomerField::LostReason).to_owned(),
        sales_rep: state.text(CustomerField::SalesRep).to_owned(),
        origin: state.origin,
        own: state.own,
        follow_up_on: state.follow_up.on,
        last_visit_on: state.last_visit_on,
        creation: state.creation.clone(),
        customer: state.conversion.as_ref().map(|(_, customer)| customer.clone()),
        waiting: state.waiting,
        to_mend: state.to_mend.len(),
    }
}

fn view(state: &ProspectState) -> ProspectView {
    let mut sheet = state.sheet.clone();
    for (field, value) in &mut sheet {
        if matches!(field, CustomerField::Iban | CustomerField::Bic) {
            *value = FieldValue::Text(shown(*field, Some(value)));
        }
    }
    let told =
        |field, text: Option<&str>| text.map(|text| shown(field, Some(&FieldValue::Text(text.to_owned()))));
    ProspectView {
        row: row(state),
        sheet,
        pending: state.pending.iter().copied().collect(),
        created_by: state.created_by.clone(),
        created_at: state.created_at,
        converted_at: state.conversion.as_ref().map(|(at, _)| *at),
        follow_up: state.follow_up.clone(),
        fleet_told_at: state.fleet_told_at,
        clashes: state
            .clashes
            .iter()
            .map(|clash| ClashView {
                field: clash.field,
                expected: told(clash.field, clash.expected.as_deref()),
                found: told(clash.field, clash.found.as_deref()),
                wanted: told(clash.field, clash.wanted.as_deref()),
                opened_at: clash.opened_at,
            })
            .collect(),
        refused: state.to_mend.clone(),
    }
}
