//! Who may be the same company as a sheet that is being typed, as far as this laptop can tell: « Une vérification de duplicata sera faite
//! sur le numéro de téléphone avant de valider » (the user's text). Colleagues' prospects are the server's to compare.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use domain::{CustomerField, FieldValue, IdentityKind, Sheet, fold, identity_keys};
use serde::Serialize;
use snapshot::ReadError;
use snapshot::read::{CommonBase, Pattern};
use uuid::Uuid;

use crate::overlay::ProspectState;

/// The most that a form shows.
const MOST_HINTS: usize = 20;

/// « doublon probable ».
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Likeness {
    /// Who.
    pub who: Alike,
    /// His name.
    pub name: String,
    /// What they have in common.
    pub by: By,
}

/// « doublon probable » as a form shows it: everything that one customer or prospect has in common with what is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = "Alike"))]
pub struct AlikeView {
    /// Who.
    pub who: Alike,
    /// His name.
    pub name: String,
    /// Department and office.
    pub postal_code: String,
    /// « ville ».
    pub town: String,
    /// « dernière visite ».
    pub last_visit_on: Option<NaiveDate>,
    /// What they have in common, the likeliest first.
    pub by: Vec<Match>,
    /// Whether creating the prospect all the same asks for a reason.
    pub likely: bool,
}

/// One thing that two sheets have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Match {
    /// What.
    pub by: By,
    /// As it stands on the other's sheet; of name and postal code, the name.
    pub value: String,
}

/// Who may be the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = "AlikeWho"))]
#[serde(rename_all = "snake_case")]
pub enum Alike {
    /// A customer, by his code.
    Customer(String),
    /// One of the user's prospects.
    Prospect(#[cfg_attr(feature = "ts", ts(as = "String"))] Uuid),
}

/// What two sheets have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A telephone.
    Phone,
    /// The SIRET.
    Siret,
    /// The VAT number.
    Vat,
    /// Name and postal code: a hint only, it asks for no reason.
    NameAndPostcode,
}

impl By {
    /// Whether creating the prospect asks for a reason.
    #[must_use]
    pub const fn is_likely(self) -> bool {
        !matches!(self, Self::NameAndPostcode)
    }
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.who {
            Alike::Customer(code) => write!(f, "the customer {name} ({code})")?,
            Alike::Prospect(_) => write!(f, "the prospect {name}")?,
        }
        f.write_str(match self.by {
            By::Phone => " has the same telephone",
            By::Siret => " has the same SIRET",
            By::Vat => " has the same VAT number",
            By::NameAndPostcode => " has the same name and postal code",
        })
    }
}

impl From<IdentityKind> for By {
    fn from(kind: IdentityKind) -> Self {
        match kind {
            IdentityKind::Phone => Self::Phone,
            IdentityKind::Siret => Self::Siret,
            IdentityKind::Vat => Self::Vat,
        }
    }
}

/// Everybody who may be the same company as `sheet`, likely ones first; `itself` is the prospect that the sheet is of.
///
/// # Errors
/// When the base cannot be read.
pub fn alike(
    sheet: &Sheet,
    itself: Uuid,
    common: &CommonBase,
    prospects: &[ProspectState],
) -> Result<Vec<Likeness>, ReadError> {
    let directory = common.directory();
    let named =
        |code: &str| directory.find(code).and_then(|at| directory.entry(at)).map(|it| it.name.to_owned());
    let mut found = BTreeSet::new();
    for same in common.same_company(sheet)? {
        let name = named(&same.code).unwrap_or_default();
        found.insert(Likeness { by: same.kind.into(), who: Alike::Customer(same.code), name });
    }
    found.extend(hinted_customers(sheet, common)?);
    found.extend(alike_prospects(sheet, itself, prospects));
    let mut found: Vec<Likeness> = found.into_iter().collect();
    found.sort_by(|one, other| (one.by, one).cmp(&(other.by, other)));
    Ok(found)
}

/// Among the user's prospects as they are shown, with what is on its way.
#[must_use]
pub fn alike_prospects(sheet: &Sheet, itself: Uuid, prospects: &[ProspectState]) -> Vec<Likeness> {
    let own = keys(sheet);
    let mut found = Vec::new();
    for other in prospects.iter().filter(|other| other.id != itself && !other.deleted) {
        let likeness = |by| Likeness {
            who: Alike::Prospect(other.id),
            name: other.text(CustomerField::Name).to_owned(),
            by,
        };
        let kinds: BTreeSet<IdentityKind> =
            keys(&other.sheet).intersection(&own).map(|(kind, _)| *kind).collect();
        if name_and_place(sheet).is_some_and(|it| name_and_place(&other.sheet) == Some(it)) {
            found.push(likeness(By::NameAndPostcode));
        }
        found.extend(kinds.into_iter().map(|kind| likeness(kind.into())));
    }
    found
}

/// Where on the sheet of `other` the same as in `sheet` stands.
#[must_use]
pub fn matched(by: By, sheet: &Sheet, other: &Sheet) -> String {
    use CustomerField as F;
    let fields: &[CustomerField] = match by {
        By::Phone => &[F::Phone, F::Mobile],
        By::Siret => &[F::Siret],
        By::Vat => &[F::VatNumber],
        By::NameAndPostcode => &[F::Name],
    };
    let own = keys(sheet);
    let same = |field: &CustomerField| {
        let value = text(other, *field)?;
        // Telephones are read in the country of their sheet.
        let alone = identity_keys(|asked| match asked {
            F::Phone | F::Mobile | F::Siret | F::VatNumber if asked != *field => None,
            _ => text(other, asked),
        });
        (by == By::NameAndPostcode || alone.iter().any(|key| own.contains(key)))
            .then(|| value.trim().to_owned())
    };
    fields.iter().find_map(same).unwrap_or_default()
}

fn hinted_customers(sheet: &Sheet, common: &CommonBase) -> Result<Vec<Likeness>, ReadError> {
    let Some(own) = name_and_place(sheet) else { return Ok(Vec::new()) };
    let directory = common.directory();
    let mut found = Vec::new();
    for at in directory.search(&Pattern::new(&own.0), MOST_HINTS) {
        let Some(entry) = directory.entry(at).filter(|entry| fold(entry.name.trim()) == own.0) else {
            continue;
        };
        let Some(card) = common.customer(entry.code)? else { continue };
        if name_and_place(&card.sheet).as_ref() == Some(&own) {
            let who = Alike::Customer(entry.code.to_owned());
            found.push(Likeness { who, name: entry.name.to_owned(), by: By::NameAndPostcode });
        }
    }
    Ok(found)
}

fn keys(sheet: &Sheet) -> BTreeSet<(IdentityKind, String)> {
    identity_keys(|field| text(sheet, field))
}

/// Folded name, and postal code; `None` where one of them is missing.
fn name_and_place(sheet: &Sheet) -> Option<(String, String)> {
    let name = fold(text(sheet, CustomerField::Name)?.trim());
    let department = text(sheet, CustomerField::Department)?.trim();
    let office = text(sheet, CustomerField::DeliveryOffice)?.trim();
    (!name.is_empty()).then(|| (name, format!("{department}{office}")))
}

fn text(sheet: &Sheet, field: CustomerField) -> Option<&str> {
    match sheet.get(&field)? {
        FieldValue::Text(text) => Some(text.as_str()),
        FieldValue::Integer(_) => None,
    }
}
