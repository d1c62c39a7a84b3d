//! The lives of prospects: who they are, and what the reps noted of them, decided before anything is written.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{CustomerField as F, FieldValue, Sheet};
use uuid::Uuid;

use super::calendar::{self, Calendar};
use super::chance::{Chance, Subject};
use super::customers::{Draft, Identity, Register, rep_of};
use super::numbers::Whose;
use super::trades::Trade;

/// Prospects for each hundred customers.
const PER_HUNDRED: u32 = 16;
/// For how many days there have been prospects.
const DAYS: u32 = 780;
/// What happened in the last days is the story's.
const QUIET_DAYS: u32 = 5;

/// The prospect that the story's Marie works on.
pub(super) const GENETS: u32 = 0;
/// Two reps who found the same company.
pub(super) const FIRST_TWIN: u32 = 1;
pub(super) const SECOND_TWIN: u32 = 2;
/// The one about whose telephone two laptops disagree.
pub(super) const DISPUTED: u32 = 3;

/// How many prospects there are for so many customers.
pub(super) fn prospects_of(customers: u32) -> u32 {
    customers * PER_HUNDRED / 100
}

/// How a life ends, so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It goes on.
    Open,
    /// « perdu ».
    Lost,
    /// « gagné »: a customer by now.
    Converted,
    /// Asked to be a customer, and refused by the accountant.
    Refused,
    /// Deleted by its rep.
    Deleted,
}

/// A prospect.
#[derive(Debug)]
pub(super) struct Life {
    /// Which.
    pub(super) number: u32,
    /// Its identity.
    pub(super) id: Uuid,
    /// Its creator: a place in `REPS`.
    pub(super) rep: usize,
    /// What it does.
    pub(super) trade: Trade,
    /// Beside others of the trade.
    pub(super) size: f64,
    /// As it was created.
    pub(super) sheet: Sheet,
    /// When.
    pub(super) created_at: DateTime<Utc>,
    /// The visits, and the stage that each led to.
    pub(super) visits: Vec<(NaiveDate, u32, Option<&'static str>)>,
    /// What came of it.
    pub(super) end: End,
}

impl Register {
    /// How a life ends is known by its number, so that customers can be counted before.
    pub(super) fn end_of(number: u32) -> End {
        match number {
            GENETS | FIRST_TWIN | SECOND_TWIN | DISPUTED => End::Open,
            _ if number % 16 == 7 => End::Converted,
            _ if number % 160 == 11 => End::Refused,
            _ if number % 32 == 21 => End::Deleted,
            _ if number % 4 == 2 => End::Lost,
            _ => End::Open,
        }
    }

    /// The prospect of that number.
    pub(super) fn life(&self, number: u32, calendar: Calendar) -> Life {
        let whose = Whose::Prospect(number);
        let (Identity { trade, town, company }, mut chance) = self.identity(whose);
        let chance = &mut chance;
        let end = Self::end_of(number);
        let rep = match number {
            GENETS => 6,
            FIRST_TWIN => 0,
            SECOND_TWIN => 1,
            DISPUTED => 0,
            _ => rep_of(town.department, number),
        };
        let mut draft = Draft::of(trade, &town, rep, whose);
        draft.text(F::Name, &company.name);
        // Two laptops may write to it: its creator's, and that of the rep to whom it is attached.
        if number == DISPUTED {
            draft.text(F::SalesRep, "AM01");
        }
        let numbers = Whose::Prospect(if number == SECOND_TWIN { FIRST_TWIN } else { number });
        if chance.percent(70) {
            self.address(&mut draft, chance);
        }
        self.reached(&mut draft, numbers, chance);
        if number == SECOND_TWIN {
            [F::Mobile, F::Email].iter().for_each(|field| drop(draft.0.remove(field)));
        }
        if chance.percent(25) {
            draft.text(F::Siret, &super::numbers::siret(Whose::Prospect(number)));
        }
        if chance.percent(50) {
            draft.text(F::Stage, "à contacter");
        }
        let age = match (number, end) {
            (GENETS, _) => 60,
            (FIRST_TWIN, _) => 200,
            (SECOND_TWIN | DISPUTED, _) => 90,
            (_, End::Converted | End::Refused) => chance.between(150, DAYS),
            _ => chance.between(QUIET_DAYS, DAYS),
        };
        let day = calendar::working_day_from(back(calendar.today(), age.max(QUIET_DAYS + 3)));
        let created_at =
            calendar.at(day, calendar::spare_hour(chance)) + TimeDelta::seconds(i64::from(chance.below(60)));
        let visits = visits(end, day, calendar, chance);
        let id = chance.uuid_v7(created_at);
        Life { number, id, rep, trade, size: chance.skewed(), sheet: draft.0, created_at, visits, end }
    }

    /// Annex 2 as the rep completed it for the accountants.
    pub(super) fn completed(&self, life: &Life, known: &Sheet) -> Sheet {
        let mut chance = Chance::of(self.seed, Subject::Prospect, u64::from(life.number) | 1 << 40);
        let whose = Whose::Prospect(life.number);
        let mut draft = Draft(known.clone());
        draft.0.remove(&F::Stage);
        draft.0.remove(&F::LostReason);
        if !draft.0.contains_key(&F::Address1) {
            self.address(&mut draft, &mut chance);
        }
        if !draft.0.contains_key(&F::Phone) {
            // A fixed line that nobody else has is not left: the company's own.
            draft.text(F::Phone, "02 61 91 99 46");
        }
        let company = self.identity(whose).0.company;
        draft.text(F::Title, company.title);
        self.terms(&mut draft, (life.trade, company.line), whose, &mut chance);
        draft.text(F::CountryCode, "FR");
        // A direct debit would need a signature.
        if matches!(draft.0.get(&F::PaymentMode), Some(FieldValue::Text(mode)) if mode == "LD" || mode == "PR")
        {
            draft.text(F::PaymentMode, "VI");
            [F::Iban, F::Bic, F::DueDay].iter().for_each(|field| drop(draft.0.remove(field)));
        }
        draft.0
    }
}

/// Visits until today, or until the end; what each of them led to.
fn visits(
    end: End,
    created: NaiveDate,
    calendar: Calendar,
    chance: &mut Chance,
) -> Vec<(NaiveDate, u32, Option<&'static str>)> {
    let last =
        back(calendar.today(), if matches!(end, End::Converted | End::Refused) { 40 } else { QUIET_DAYS });
    let wanted = match end {
        End::Converted | End::Refused => chance.between(2, 4),
        End::Lost => chance.between(1, 4),
        _ => chance.between(0, 5),
    };
    let mut day = created;
    let mut visits = Vec::new();
    for place in 0..wanted {
        // Never on the day of the entry itself: its hour may be later.
        let gap = if place == 0 { chance.between(1, 9) } else { chance.between(6, 38) };
        day = calendar::working_day_from(calendar::later(day, gap));
        if day > last {
            break;
        }
        let stage = match place {
            0 => Some("visité"),
            _ if place + 1 == wanted => match end {
                End::Lost => Some("perdu"),
                End::Converted => Some("gagné"),
                _ => Some("offre remise"),
            },
            1 if chance.percent(50) => Some("offre remise"),
            _ => None,
        };
        visits.push((day, calendar::spare_hour(chance), stage));
    }
    visits
}

fn back(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(chrono::Days::new(days.into())).unwrap_or(day)
}
