//! Stats: the definitions are `snapshot::figures`'; here is only what the bases do not have yet.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use domain::{VisitMeaning, local_day};
use exchange_schema::{Payload, ReceiptState};
use serde::{Deserialize, Serialize};
use snapshot::figures::{Fact, Figures, Period, ProspectKey, Scope, Whom, figures};
use uuid::Uuid;

use super::{Laptop, ViewError};
use crate::journal::Entry;
use crate::overlay::report;

/// Whose figures, of which period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FiguresQuery {
    /// From this day on.
    pub from: NaiveDate,
    /// To this day, included.
    pub to: NaiveDate,
    /// Of which user, by his folder; absent = one's own. Others' are the administrator's to see.
    #[serde(default)]
    pub author: Option<String>,
    /// Everybody's together, for the administrator.
    #[serde(default)]
    pub all: bool,
}

/// The entries that the bases show, by whom they are about and, of a customer, the month.
type KnownEntries = BTreeMap<(String, Option<NaiveDate>), BTreeSet<Uuid>>;

impl Laptop {
    /// « statistiques », the laptop's own visits included.
    ///
    /// # Errors
    /// [`ViewError::NotAllowed`] for somebody else's, [`ViewError::Period`]; when there is no base, or it cannot be read.
    pub fn figures(&self, query: &FiguresQuery, zone: Tz) -> Result<Figures, ViewError> {
        let own = self.own()?;
        let folder = query.author.as_deref().unwrap_or(self.user.as_str());
        let is_own = folder == self.user.as_str() && !query.all;
        if !is_own && !own.admin {
            return Err(ViewError::NotAllowed);
        }
        let person = match is_own {
            true => Some(&own.person),
            false => self.lists()?.people.iter().find(|person| person.folder == folder),
        };
        let scope = match query.all {
            true => Scope::All,
            false => Scope::One {
                c_user: person.and_then(|person| person.c_user.clone()),
                c_rep: person.and_then(|person| person.c_rep.clone()),
                folder: folder.to_owned(),
            },
        };
        let period = Period::new(query.from, query.to)?;
        let laid = if is_own || query.all { self.laid_facts(&period, zone)? } else { Vec::new() };
        let (common, user) = (self.common()?, self.own_base()?);
        let figures = figures(common, user, &scope, &period, laid.into_iter());
        Ok(figures.inspect_err(|error| {
            // The error does not say in which of the two.
            self.bases.common.damaged(error);
            self.bases.user.damaged(error);
        })?)
    }

    /// The laptop's visits that the base in which they are counted does not have. That is not always the base in which they are shown: a
    /// visit of the prospect's time counts among those of the user's base, though the customer's history shows it. They are pending until
    /// the server has integrated them, which is sooner: their receipt says so before any base does.
    fn laid_facts(&self, period: &Period, zone: Tz) -> Result<Vec<Fact>, ViewError> {
        let mut facts = Vec::new();
        let mut known = KnownEntries::new();
        for entry in &self.shown.entries {
            let Some(visit) = report(entry).filter(|visit| period.contains(visit.visited_on)) else {
                continue;
            };
            if self.is_settled(entry) {
                continue;
            }
            let whom = self.counted_as(entry, visit.visited_on, zone)?;
            if !self.is_counted(entry, &whom, visit.visited_on, &mut known)? {
                let meaning = self.meaning(entry)?;
                let pending = !entry.is_integrated();
                facts.push(Fact { on: visit.visited_on, whom, meaning, visits: 1, pending });
            }
        }
        Ok(facts)
    }

    /// Refused, or in both bases, whichever counts it.
    fn is_settled(&self, entry: &Entry) -> bool {
        let Some(fate) = &entry.fate else { return false };
        let through = self.bases.through();
        let reached = |seq| through.common >= Some(seq) && through.user >= Some(seq);
        fate.state == ReceiptState::Rejected || (fate.is_integrated() && fate.seq.is_some_and(reached))
    }

    fn counted_as(&self, entry: &Entry, visited_on: NaiveDate, zone: Tz) -> Result<Whom, ViewError> {
        let Payload::Vp(visit) = entry.file.payload() else {
            return Ok(Whom::Customer(entry.subject.clone()));
        };
        let id = *visit.prospect.as_uuid();
        let became = match self.shown.became.get(&id) {
            Some(code) => {
                let card = self.ask_common(|base| base.customer(code))?;
                card.and_then(|card| Some((card.converted_on?, code.clone())))
            }
            None => {
                let conversion = self.bases.card(id).and_then(|card| card.conversion.clone());
                conversion.map(|(at, code)| (local_day(at, zone), code))
            }
        };
        Ok(match became {
            Some((day, code)) if visited_on > day => Whom::Customer(code),
            _ => Whom::Prospect(ProspectKey::Id(id)),
        })
    }

    /// Whether the base that counts it has it: as far as its receipt tells or, for want of one, by the row that the file caused.
    fn is_counted(
        &self,
        entry: &Entry,
        whom: &Whom,
        on: NaiveDate,
        known: &mut KnownEntries,
    ) -> Result<bool, ViewError> {
        let through = self.bases.through();
        let reaches = match whom {
            Whom::Customer(_) => through.common,
            Whom::Prospect(_) => through.user,
        };
        let told = entry.fate.as_ref().filter(|fate| fate.is_integrated()).and_then(|fate| fate.seq);
        if let Some(seq) = told {
            return Ok(reaches >= Some(seq));
        }
        // One question for a customer's month, and for a prospect.
        let asked = match whom {
            Whom::Customer(code) => (code.clone(), on.with_day(1)),
            Whom::Prospect(_) => (entry.subject.clone(), None),
        };
        let entries = match known.entry(asked) {
            Slot::Occupied(slot) => slot.into_mut(),
            Slot::Vacant(slot) => slot.insert(match whom {
                Whom::Customer(code) => self.ask_common(|base| base.entries(code, &(on..=on)))?,
                Whom::Prospect(ProspectKey::Id(id)) => self.ask_own(|base| base.entries(*id))?,
                Whom::Prospect(ProspectKey::Number(_)) => BTreeSet::new(),
            }),
        };
        Ok(entries.contains(&entry.file.id()))
    }

    fn meaning(&self, entry: &Entry) -> Result<VisitMeaning, ViewError> {
        let Some(answers) = report(entry).and_then(|visit| visit.answers) else {
            return Ok(VisitMeaning::default());
        };
        let form = self.form(answers.form)?;
        let picked = answers.picked.iter().map(domain::NodeId::as_str);
        // A meaning that a later version gives counts for the earlier ones too, as in the bases.
        let lists = self.lists()?;
        let versions = || lists.forms.values().chain([&lists.parameters.formulaire_visite]);
        Ok(form.map(|form| form.with_meanings_of(versions()).meaning(picked)).unwrap_or_default())
    }
}
