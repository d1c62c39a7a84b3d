//! What the company's base holds, as it is: read from winpneu, shipped in the offline bases, shown on the laptop. Nothing here is
//! checked, for « one odd SIRET hides no customer » (design §6); what *we* create has its own, strict types.
//!
//! Absent on purpose: bank details of customers, which no offline base may hold (design §5).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::customer_field::{CustomerField, FieldKind};
use crate::field_value::FieldValue;

/// « fiche » : the fields that have a value.
pub type Sheet = BTreeMap<CustomerField, FieldValue>;

/// A field's value from the text that a base holds; `None` for an empty one. A number that cannot be read stays text: it is shown.
pub fn field_value(field: CustomerField, text: &str) -> Option<FieldValue> {
    let text = text.trim_end_matches(' ');
    match field.spec().kind {
        _ if text.is_empty() => None,
        FieldKind::Integer => {
            Some(text.parse().map_or_else(|_| FieldValue::Text(text.to_owned()), FieldValue::Integer))
        }
        FieldKind::Date | FieldKind::Text(_) => Some(FieldValue::Text(text.to_owned())),
    }
}

/// « client » : one of the ERP's customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    /// `c_client`.
    pub code: String,
    /// Annex 2, without BIC and IBAN: `builder` and `reader` refuse them.
    pub sheet: Sheet,
    /// The prospect that it was made of, and when an accountant validated it.
    pub conversion: Option<(Uuid, DateTime<Utc>)>,
}

/// « contact » : a person at a customer's.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactRecord {
    /// `c_client`.
    pub customer: String,
    /// The order in which they are shown.
    pub rank: i64,
    /// His name.
    pub name: String,
    /// « fonction », such as gérant.
    pub role: Option<String>,
    /// Fixed telephone.
    pub phone: Option<String>,
    /// Mobile.
    pub mobile: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// « CA » of a customer in one month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RevenueRecord {
    /// `c_client`.
    pub customer: String,
    /// The calendar year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u32,
    /// Excluding tax, in whole cents (EUR); negative after credit notes.
    pub cents: i64,
}

/// « relation client » : a row of `client_relation` about a customer, whatever its origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelationRecord {
    /// Stable key of the row (`crm_v_visite.cle`).
    pub key: String,
    /// `c_entite`, the customer's code.
    pub customer: String,
    /// « date de visite »; `None` when the ERP holds none that can be read.
    pub on: Option<NaiveDate>,
    /// « heure de visite », as the ERP holds it.
    pub at: Option<String>,
    /// `c_user` of the author.
    pub c_user: Option<String>,
    /// `origine_relation`, such as CRV or LIT.
    pub origin: Option<String>,
    /// `objet`.
    pub subject: Option<String>,
    /// `commentaire`; `None` for an archived row: it is not shown.
    pub comment: Option<String>,
    /// `c_archive = 'O'`: left out of the history « par économie », and counted all the same.
    pub archived: bool,
    /// Name of the exchange file that caused it.
    pub file: Option<String>,
    /// Version of the visit form, and the picked nodes as a JSON list.
    pub answers: Option<(u32, String)>,
    /// Whether the visit was made to the prospect that the customer was (a row of `crm_visite_prospect` has the same file).
    pub of_prospect: bool,
}

/// « compte rendu de visite » to a prospect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProspectVisitRecord {
    /// Name of the exchange file: the key.
    pub file: String,
    /// The prospect.
    pub prospect: Uuid,
    /// Its day.
    pub on: NaiveDate,
    /// Its hour.
    pub at: String,
    /// User folder of the author.
    pub author: String,
    /// As a relation's.
    pub subject: String,
    /// As a relation's.
    pub comment: String,
    /// Version of the visit form, and the picked nodes as a JSON list.
    pub answers: Option<(u32, String)>,
}

/// « prospect ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProspectRecord {
    /// Its identity.
    pub id: Uuid,
    /// All its fields, bank details too: it is shipped to its owners only.
    pub sheet: Sheet,
    /// User folder of its creator.
    pub created_by: String,
    /// When the entry that created it was made.
    pub created_at: DateTime<Utc>,
    /// The last change that the base knows of: any entry about it that was integrated.
    pub moved_at: DateTime<Utc>,
    /// When it became a customer, and which.
    pub conversion: Option<(DateTime<Utc>, String)>,
}

/// « conflit » : a field that an entry wanted to set and that had another value than its author saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClashRecord {
    /// The prospect.
    pub prospect: Uuid,
    /// The field.
    pub field: CustomerField,
    /// What the author saw.
    pub expected: Option<String>,
    /// What stood there.
    pub found: Option<String>,
    /// What he wanted.
    pub wanted: Option<String>,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// The entry's file.
    pub file: String,
}

/// « création demandée » : a customer that a rep asked for, and that waits for an accountant or was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreationRecord {
    /// The uuid of its file.
    pub id: Uuid,
    /// The prospect.
    pub prospect: Uuid,
    /// User folder of the rep.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// When an accountant refused it, and why; `None` while it waits.
    pub refusal: Option<(DateTime<Utc>, String)>,
}

impl CreationRecord {
    /// Of several of one prospect the one that counts: one that waits, else the latest.
    pub fn or(self, other: Option<CreationRecord>) -> CreationRecord {
        let place = |it: &CreationRecord| (it.refusal.is_none(), it.asked_at, it.id);
        match other {
            Some(other) if place(&other) > place(&self) => other,
            _ => self,
        }
    }
}

/// « code » : one entry of one of the ERP's lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeRecord {
    /// Which list: the column of annex 2 that takes its codes, such as `c_fam_client`.
    pub list: String,
    /// The code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Of a sub-category, its category.
    pub parent: Option<String>,
    /// The order in which they are shown.
    pub rank: i64,
}

/// « commune » with one of its postal codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TownRecord {
    /// Five digits.
    pub postal_code: String,
    /// Its name, as the post spells it or as the commune does.
    pub name: String,
    /// Inhabitants: of several towns the larger is proposed first.
    pub population: i64,
}

/// « utilisateur » : who is who, for the names beside visits and for the administrator's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// His user folder.
    pub folder: String,
    /// ERP user code.
    pub c_user: Option<String>,
    /// ERP sales-rep code.
    pub c_rep: Option<String>,
    /// Name shown to people.
    pub name: Option<String>,
    /// Whether he still works with it.
    pub active: bool,
}

/// « utilisateur connecté » : the user's own entry of the correspondence table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRecord {
    /// As everybody sees him.
    pub person: PersonRecord,
    /// The Windows user as the administrator gave it, with its domain if any.
    pub windows_user: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Sees everybody's prospects and figures.
    pub admin: bool,
    /// Validates customer creations.
    pub accountant: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_creations_one_counts() {
        let creation = |day: u32, refused: bool| {
            let at = |day: u32| format!("2026-11-{day:02}T08:00:00Z").parse::<DateTime<Utc>>().unwrap();
            let refusal = refused.then(|| (at(day + 1), "non".to_owned()));
            CreationRecord {
                id: Uuid::nil(),
                prospect: Uuid::nil(),
                asked_by: String::new(),
                asked_at: at(day),
                refusal,
            }
        };
        let (early, late, waiting) = (creation(1, true), creation(5, true), creation(3, false));
        for (one, other, counts) in
            [(&early, &late, &late), (&early, &waiting, &waiting), (&waiting, &late, &waiting)]
        {
            assert_eq!(&one.clone().or(Some(other.clone())), counts);
            assert_eq!(&other.clone().or(Some(one.clone())), counts);
            assert_eq!(&one.clone().or(None), one);
        }
    }

    #[test]
    fn values_as_the_base_holds_them() {
        for (field, text, expected) in [
            (CustomerField::PaymentDays, "30", Some(FieldValue::Integer(30))),
            (CustomerField::PaymentDays, "fin", Some(FieldValue::Text("fin".into()))),
            (CustomerField::Name, "GARAGE  ", Some(FieldValue::Text("GARAGE".into()))),
            (CustomerField::Name, "   ", None),
            (CustomerField::CompanyCreatedOn, "2001-02-03", Some(FieldValue::Text("2001-02-03".into()))),
        ] {
            assert_eq!(field_value(field, text), expected, "{text:?}");
        }
    }
}
