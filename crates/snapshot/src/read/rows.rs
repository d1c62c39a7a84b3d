//! What queries answer.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Fleet, FollowUpEvent, IdentityKind, NodeId, RelationClass, Sheet};
use uuid::Uuid;

/// « fiche client ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerCard {
    /// `c_client`.
    pub code: String,
    /// Annex 2 without bank details.
    pub sheet: Sheet,
    /// In the order in which they are shown.
    pub contacts: Vec<Contact>,
    /// « CA et CA N-1 ».
    pub revenue: Revenue,
    /// « dernière visite », over all rows, archived ones too.
    pub last_visit_on: Option<NaiveDate>,
    /// What the follow-up date and the fleet fold from; lay newer events beside them and fold.
    pub follow_up: Vec<FollowUpEvent>,
    /// When an accountant validated it, if it was a prospect.
    pub converted_on: Option<NaiveDate>,
}

/// « contact ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// His name.
    pub name: String,
    /// « fonction ».
    pub role: Option<String>,
    /// Fixed telephone.
    pub phone: Option<String>,
    /// Mobile.
    pub mobile: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// « CA » : of the base's year and the one before, in whole cents excluding tax. See `figures` for the definitions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revenue {
    /// The year up to the day of the base.
    pub ytd_cents: i64,
    /// The year before up to the same day.
    pub previous_to_date_cents: i64,
    /// The whole year before.
    pub previous_year_cents: i64,
    /// Month by month, as far as there is any.
    pub months: Vec<MonthRevenue>,
}

/// Revenue of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthRevenue {
    /// The calendar year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// Excluding tax.
    pub cents: i64,
}

/// Which relations of a customer, newest first; those without a day come last.
#[derive(Debug, Clone, Default)]
pub struct HistoryQuery {
    /// « masquera les enregistrements avec origine_relation = LIT, mais il sera possible de les afficher ».
    pub with_lit: bool,
    /// Only those after this one in the list.
    pub after: Option<HistoryKey>,
    /// At most so many.
    pub limit: usize,
}

/// The place of a row in a history: newest first, so a later key is an earlier visit. `Ord` is the order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryKey {
    /// The day; `None` comes last.
    pub on: Option<NaiveDate>,
    /// The hour, as text.
    pub at: String,
    /// The row's own key, which makes the order total.
    pub key: String,
}

impl Ord for HistoryKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // The later day first; `None` is the least of days, so it comes last.
        (other.on, &other.at, &other.key).cmp(&(self.on, &self.at, &self.key))
    }
}

impl PartialOrd for HistoryKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// A row of a history, of a customer's or a prospect's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// Its place in the list.
    pub key: HistoryKey,
    /// The author: `c_user` for a customer's, the user folder for a prospect's.
    pub author: Option<String>,
    /// `origine_relation`; CRV for a prospect's.
    pub origin: Option<String>,
    /// What it counts as.
    pub class: RelationClass,
    /// `objet`.
    pub subject: Option<String>,
    /// « commentaire ».
    pub comment: Option<String>,
    /// Version of the visit form and what was picked in it.
    pub answers: Option<(u32, Vec<NodeId>)>,
    /// The exchange file that caused it.
    pub entry: Option<Uuid>,
}

/// A visit in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarVisit {
    /// The customer's code, or the prospect's uuid.
    pub whom: String,
    /// Whether it was a prospect (still one, of this base).
    pub prospect: bool,
    /// The visit itself.
    pub visit: VisitRow,
}

/// « fiche prospect ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProspectCard {
    /// Its identity.
    pub id: Uuid,
    /// All its fields; of another's prospect the bank details are masked.
    pub sheet: Sheet,
    /// User folder of its creator.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Whether the user may edit, visit, delete and convert it.
    pub own: bool,
    /// When it became a customer, and which. It is shown until the common base holds that customer.
    pub conversion: Option<(DateTime<Utc>, String)>,
    /// « vu ».
    pub last_visit_on: Option<NaiveDate>,
    /// As a customer's.
    pub follow_up: Vec<FollowUpEvent>,
    /// Fields that were not set because they had another value than their author saw.
    pub clashes: Vec<ClashRow>,
    /// « création demandée », while it waits for an accountant or after one refused it.
    pub creation: Option<Creation>,
    /// Its number among what the statistics count, if it was visited.
    pub who: Option<i64>,
}

/// A clash that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClashRow {
    /// The field.
    pub field: domain::CustomerField,
    /// What the author saw.
    pub expected: Option<String>,
    /// What stood there.
    pub found: Option<String>,
    /// What he wanted.
    pub wanted: Option<String>,
    /// Since when.
    pub opened_at: DateTime<Utc>,
}

/// A creation that waits, or was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    /// The uuid of its file.
    pub id: Uuid,
    /// User folder of the rep.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// When an accountant refused it, and why; `None` while it waits.
    pub refusal: Option<(DateTime<Utc>, String)>,
}

/// A customer with a telephone, SIRET or VAT number in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameCompany {
    /// What they have in common.
    pub kind: IdentityKind,
    /// His code.
    pub code: String,
}

/// A prospect with a telephone, SIRET or VAT number in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProspectMatch {
    /// What they have in common.
    pub kind: IdentityKind,
    /// Its identity.
    pub id: Uuid,
}

/// The fleet and when it was told last, for a card's « relevé le ».
#[must_use]
pub fn fleet_told_at(events: &[FollowUpEvent]) -> Option<DateTime<Utc>> {
    events.iter().filter(|event| event.fleet != Fleet::default()).map(|event| event.at).max()
}
