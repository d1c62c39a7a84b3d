//! « Transformation en client » : « le système vérifie si toutes les cases obligatoires en saisie de création
//! clients sont renseignées » (the user's text). The laptop asks before it writes a CC, the server when it reads one,
//! and the accountant before she validates. Absent on purpose: whether a code is in the ERP's lists.

use crate::bic::{Bic, agree};
use crate::country::country_of;
use crate::customer_field::{CUSTOMER_FIELDS, CustomerField, Required};
use crate::distinct_list::DistinctList;
use crate::field_check::{FieldProblem, FormatProblem, check_field, check_format};
use crate::field_value::FieldValue;
use crate::iban::Iban;
use crate::parameters::{Parameters, PaymentModeCode};
use crate::postal_code::{PostalCodeError, check_postal_code};

/// « mode de règlement CH », which only a farmer may have (the user's text).
const FARMERS_MODE: &str = "CH";
/// « Dans le cas d'un CH l'échéance est bloquée à 20 jours date de facture » (the user's text).
const FARMERS_DAYS: i64 = 20;
/// The same as a form is filled in with.
const FARMERS_TERM: [(CustomerField, &str); 2] =
    [(CustomerField::PaymentDays, "20"), (CustomerField::DueDay, "")];

/// One thing wrong with a creation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{column} ({label}): {problem}", column = .field.column(), label = .field.spec().label)]
pub struct CreationProblem {
    /// The field to mend.
    pub field: CustomerField,
    /// What is wrong with it.
    pub problem: CreationProblemKind,
}

/// What can be wrong with a field of a creation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreationProblemKind {
    /// « Obligatoire » in annex 2.
    #[error("the field is obligatory; fill it in")]
    Missing,
    /// Its column cannot hold it.
    #[error(transparent)]
    Field(FieldProblem),
    /// It is not what the field is for.
    #[error(transparent)]
    Format(FormatProblem),
    /// Department and office make no postal code.
    #[error(transparent)]
    Postal(PostalCodeError),
    /// It does not go with the payment mode.
    #[error(transparent)]
    Payment(PaymentProblem),
    /// « signature client dans un encart » (the user's text).
    #[error("this payment mode needs the customer's signature; have it signed")]
    NoSignature,
    /// Bank and account of two countries.
    #[error("the BIC and the IBAN are of two countries; copy both from the bank's document")]
    BicIbanDisagree,
}

/// What does not go with the payment mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaymentProblem {
    /// CH for another than a farmer.
    #[error(
        "the payment mode {FARMERS_MODE} is for farmers only; choose another mode, or a farmer's category"
    )]
    FarmersOnly,
    /// CH at another term.
    #[error(
        "the payment mode {FARMERS_MODE} is payable at {FARMERS_DAYS} days and not at {0}; give {FARMERS_DAYS}"
    )]
    Days(i64),
    /// CH with a day of the month.
    #[error("the payment mode {FARMERS_MODE} counts from the invoice's date; leave the day empty")]
    DueDay,
}

/// « mode de règlement proposé » : CH only when the category or the sub-category is one of the parameter
/// `categories_agriculteur` (the user's text: « n'apparait que si le client est un agriculteur »), others always.
pub fn payment_mode_allowed(
    mode: &str,
    category: Option<&str>,
    sub_category: Option<&str>,
    rules: &Parameters,
) -> bool {
    let is_farmers =
        |code: &str| rules.categories_agriculteur.iter().any(|farmers| farmers.as_str() == code.trim());
    mode.trim() != FARMERS_MODE || [category, sub_category].into_iter().flatten().any(is_farmers)
}

/// « échéance bloquée » : the fields that a payment mode settles by itself, with their texts; an empty one = the field stays empty.
pub fn settled_by_mode(mode: &str) -> &'static [(CustomerField, &'static str)] {
    if mode.trim() == FARMERS_MODE { &FARMERS_TERM } else { &[] }
}

/// « RIB obligatoire » : IBAN and BIC are asked for with this mode. A parameter of its own: a mode may be signed for without them.
pub fn needs_bank_details(mode: &str, rules: &Parameters) -> bool {
    holds(&rules.modes_avec_rib, mode)
}

/// « signature client dans un encart ».
pub fn needs_signature(mode: &str, rules: &Parameters) -> bool {
    holds(&rules.modes_avec_signature, mode)
}

/// « vérifie si toutes les cases obligatoires sont renseignées » : everything wrong with a creation, in the annex's
/// order; empty = complete. `signed` says whether the customer has signed.
pub fn check_creation<'a>(
    value: impl Fn(CustomerField) -> Option<&'a FieldValue>,
    signed: bool,
    rules: &Parameters,
) -> Vec<CreationProblem> {
    let sheet = Sheet { value, signed, rules };
    let problems = CUSTOMER_FIELDS.iter().map(|spec| spec.field).flat_map(|field| {
        sheet.problems(field).into_iter().map(move |problem| CreationProblem { field, problem })
    });
    problems.collect()
}

struct Sheet<'r, V> {
    /// As given: blanks too must fit their column.
    value: V,
    signed: bool,
    rules: &'r Parameters,
}

impl<'a, V: Fn(CustomerField) -> Option<&'a FieldValue>> Sheet<'_, V> {
    /// The text without blanks around it; of blanks alone, none.
    fn text(&self, field: CustomerField) -> Option<&'a str> {
        match (self.value)(field) {
            Some(FieldValue::Text(text)) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    fn mode(&self) -> &'a str {
        self.text(CustomerField::PaymentMode).unwrap_or_default()
    }

    fn problems(&self, field: CustomerField) -> Vec<CreationProblemKind> {
        let own = match (self.value)(field) {
            Some(value) if !is_blank(value) => self.value_problem(field, value),
            _ if self.is_required(field) => Some(CreationProblemKind::Missing),
            Some(blanks) => check_field(field, blanks).err().map(CreationProblemKind::Field),
            None => None,
        };
        own.into_iter().chain(self.with_others(field)).collect()
    }

    fn is_required(&self, field: CustomerField) -> bool {
        match field.spec().required {
            Required::Always => true,
            Required::Never => false,
            Required::ForPaymentModesWithBankDetails => needs_bank_details(self.mode(), self.rules),
        }
    }

    fn value_problem(&self, field: CustomerField, value: &FieldValue) -> Option<CreationProblemKind> {
        if let Err(problem) = check_field(field, value) {
            return Some(CreationProblemKind::Field(problem));
        }
        let country = country_of(|field| self.text(field));
        check_format(field, value, country).err().map(CreationProblemKind::Format)
    }

    /// What is wrong with it in view of the other fields.
    fn with_others(&self, field: CustomerField) -> Vec<CreationProblemKind> {
        match field {
            CustomerField::Department | CustomerField::DeliveryOffice => {
                self.postal_problem(field).into_iter().collect()
            }
            CustomerField::PaymentMode => self.mode_problems(),
            CustomerField::PaymentDays => self.days_problem().into_iter().collect(),
            CustomerField::DueDay => self.due_day_problem().into_iter().collect(),
            CustomerField::Iban => self.bank_problem().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Under the one of the two fields that is to be mended.
    fn postal_problem(&self, field: CustomerField) -> Option<CreationProblemKind> {
        let department = self.text(CustomerField::Department)?;
        let office = self.text(CustomerField::DeliveryOffice)?;
        let country = country_of(|field| self.text(field));
        let error = check_postal_code(country, department, office).err()?;
        let to_mend = match error {
            PostalCodeError::Department(_) => CustomerField::Department,
            PostalCodeError::DeliveryOffice { .. } => CustomerField::DeliveryOffice,
        };
        (field == to_mend).then_some(CreationProblemKind::Postal(error))
    }

    fn mode_problems(&self) -> Vec<CreationProblemKind> {
        let (category, sub_category) =
            (self.text(CustomerField::Category), self.text(CustomerField::SubCategory));
        let allowed = payment_mode_allowed(self.mode(), category, sub_category, self.rules);
        let signed = self.signed || !needs_signature(self.mode(), self.rules);
        let not_allowed = (!allowed).then_some(CreationProblemKind::Payment(PaymentProblem::FarmersOnly));
        not_allowed.into_iter().chain((!signed).then_some(CreationProblemKind::NoSignature)).collect()
    }

    fn days_problem(&self) -> Option<CreationProblemKind> {
        match (self.value)(CustomerField::PaymentDays) {
            Some(FieldValue::Integer(days)) if self.mode() == FARMERS_MODE && *days != FARMERS_DAYS => {
                Some(CreationProblemKind::Payment(PaymentProblem::Days(*days)))
            }
            _ => None,
        }
    }

    fn due_day_problem(&self) -> Option<CreationProblemKind> {
        let given = self.text(CustomerField::DueDay).is_some();
        (given && self.mode() == FARMERS_MODE).then_some(CreationProblemKind::Payment(PaymentProblem::DueDay))
    }

    /// Only of two that are right by themselves.
    fn bank_problem(&self) -> Option<CreationProblemKind> {
        let bic: Bic = self.text(CustomerField::Bic)?.parse().ok()?;
        let iban: Iban = self.text(CustomerField::Iban)?.parse().ok()?;
        (!agree(&bic, &iban)).then_some(CreationProblemKind::BicIbanDisagree)
    }
}

fn is_blank(value: &FieldValue) -> bool {
    matches!(value, FieldValue::Text(text) if text.trim().is_empty())
}

fn holds(modes: &DistinctList<PaymentModeCode>, mode: &str) -> bool {
    modes.iter().any(|known| known.as_str() == mode.trim())
}

#[cfg(test)]
#[path = "creation_check_tests.rs"]
mod tests;
