//! What is counted.

use chrono::NaiveDate;
use domain::VisitMeaning;
use uuid::Uuid;

/// « visite comptée » : one visit, or several that are alike, by the person whose figures are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The day of the visit.
    pub on: NaiveDate,
    /// Who was visited.
    pub whom: Whom,
    /// What the answers count as.
    pub meaning: VisitMeaning,
    /// How many visits; archived ones come counted.
    pub visits: u64,
    /// An entry of the laptop that the server has not integrated, as far as is known.
    pub pending: bool,
}

/// Who was visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// A customer, by `c_client`; a visit of class [`domain::RelationClass::Visit`].
    Customer(String),
    /// A prospect. Visits made before it became a customer are visits to a prospect for ever.
    Prospect(ProspectKey),
}

/// What tells one prospect from another. The same prospect must not come under both: give the number where the base has one
/// (`ProspectCard::who`); [`super::figures`] sees to that itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProspectKey {
    /// Its number in a user's base, which tells nothing else of it.
    Number(i64),
    /// Its uuid.
    Id(Uuid),
}
