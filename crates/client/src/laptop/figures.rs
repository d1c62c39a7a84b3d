//! Stats: the definitions are `snapshot::figures`'; here is only what the bases do not have yet.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{VisitMeaning, local_day};
use exchange_schema::{Payload, ReceiptState};
use serde::{Deserialize, Serialize};
use snapshot::figures::{Fact, Figures, Period, ProspectKey, Scope, Whom, figures};
use uuid::Uuid;

use super::history::{entries_of, whole};
use super::{Laptop, ViewError};
use crate::journal::Entry;
use crate::overlay::report;

/// Whose figures, of which period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
        let pending = if is_own || query.all { self.pending_facts(zone)? } else { Vec::new() };
        Ok(figures(self.common()?, self.own_base()?, &scope, &period, pending.into_iter())?)
    }

    /// The laptop's visits that the base in which they are counted does not have. That is not always the base in which they are shown: a
    /// visit of the prospect's time counts among those of the user's base, though the customer's history shows it.
    fn pending_facts(&self, zone: Tz) -> Result<Vec<Fact>, ViewError> {
        let mut facts = Vec::new();
        for entry in &self.shown.entries {
            let rejected = entry.fate.as_ref().is_some_and(|fate| fate.state == ReceiptState::Rejected);
            let Some(visit) = report(entry).filter(|_| !rejected) else { continue };
            let whom = self.counted_as(entry, visit.visited_on, zone)?;
            if !self.is_counted(entry, &whom)? {
                facts.push(Fact {
                    on: visit.visited_on,
                    whom,
                    meaning: self.meaning(entry)?,
                    visits: 1,
                    pending: true,
                });
            }
        }
        Ok(facts)
    }

    fn counted_as(&self, entry: &Entry, visited_on: NaiveDate, zone: Tz) -> Result<Whom, ViewError> {
        let Payload::Vp(visit) = entry.file.payload() else {
            return Ok(Whom::Customer(entry.subject.clone()));
        };
        let id = *visit.prospect.as_uuid();
        let became = match self.shown.became.get(&id) {
            Some(code) => {
                self.common()?.customer(code)?.and_then(|card| Some((card.converted_on?, code.clone())))
            }
            None => {
                let card = self.own_base()?.prospect(id)?;
                card.and_then(|card| card.conversion).map(|(at, code)| (local_day(at, zone), code))
            }
        };
        Ok(match became {
            Some((day, code)) if visited_on > day => Whom::Customer(code),
            _ => Whom::Prospect(ProspectKey::Id(id)),
        })
    }

    /// Whether the base that counts it has it: as far as its receipt tells or, for want of one, by the row that the file caused.
    fn is_counted(&self, entry: &Entry, whom: &Whom) -> Result<bool, ViewError> {
        let through = self.bases.through();
        let reaches = match whom {
            Whom::Customer(_) => through.common,
            Whom::Prospect(_) => through.user,
        };
        let told = entry.fate.as_ref().filter(|fate| fate.is_integrated()).and_then(|fate| fate.seq);
        if let Some(seq) = told {
            return Ok(reaches >= Some(seq));
        }
        let rows = match whom {
            Whom::Customer(code) => self.common()?.history(code, &whole())?,
            Whom::Prospect(ProspectKey::Id(id)) => self.own_base()?.history(*id, &whole())?,
            Whom::Prospect(ProspectKey::Number(_)) => Vec::new(),
        };
        let id: Uuid = entry.file.id();
        Ok(entries_of(&rows).contains(&id))
    }

    fn meaning(&self, entry: &Entry) -> Result<VisitMeaning, ViewError> {
        let Some(answers) = report(entry).and_then(|visit| visit.answers) else {
            return Ok(VisitMeaning::default());
        };
        let form = self.form(answers.form)?;
        let picked = answers.picked.iter().map(domain::NodeId::as_str);
        Ok(form.map(|form| form.meaning(picked)).unwrap_or_default())
    }
}
