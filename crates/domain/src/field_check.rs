//! Whether a value suits its field. Two severities (design §4): what no column or no bank could take is refused in
//! every file ([`check_field`]); what is only unlikely is a warning on the laptop and refused in a creation
//! ([`check_format`]). Absent on purpose: which fields must be filled, and rules about several fields together.

use chrono::NaiveDate;

use crate::bic::{Bic, BicError};
use crate::country::{country_or_france, is_france};
use crate::customer_field::{CustomerField, FieldKind};
use crate::email_address::{EmailAddress, EmailAddressError};
use crate::erp_text::{ErpTextError, NotWindows1252, TrimmedErpTextError, check_erp_text, check_trimmed};
use crate::field_value::FieldValue;
use crate::iban::{Iban, IbanError};
use crate::iso_date::{IsoDateError, parse_iso_date};
use crate::naf_code::{NafCodeError, check_naf_code};
use crate::phone::{PhoneError, check_phone};
use crate::siret::{SiretError, check_siret};
use crate::vat_number::{VatNumberError, check_vat_number, gives_union_numbers};

/// The most days of `nb_jour_1` (annex 2, « Nb de jours »): a year.
const MAX_DAYS: i64 = 365;

/// Why a field cannot hold a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// Wider than the column of annex 2.
    #[error("the text takes {len} characters and the ERP has room for {max}; shorten it")]
    TooLong {
        /// What the text takes, in bytes of Windows-1252.
        len: usize,
        /// What the column has.
        max: usize,
    },
    /// A sign that the column cannot hold.
    #[error(transparent)]
    CodePage(NotWindows1252),
    /// A line break or another character that no field shows.
    #[error("the text holds the control character U+{0:04X}; remove it")]
    Control(u32),
    /// A blank at either end of a stage or lost reason, which are compared with the parameters' lists.
    #[error("the text begins or ends with a blank; remove it")]
    OuterBlank,
    /// A number in place of a text, or a text in place of a number.
    #[error("the value is of the wrong type; give {expected}")]
    WrongType {
        /// What the column holds.
        expected: &'static str,
    },
    /// No day of the calendar.
    #[error(transparent)]
    BadDate(IsoDateError),
    /// A day before those of SQL Server's `datetime`.
    #[error("the date {0} is too early for the ERP; give one from 1753-01-01 on")]
    DateTooEarly(NaiveDate),
    /// A number that cannot be meant.
    #[error("{value} is out of range; give a whole number from 0 to {max}")]
    OutOfRange {
        /// What was given.
        value: i64,
        /// The most.
        max: i64,
    },
    /// Not an account number.
    #[error(transparent)]
    Iban(IbanError),
    /// Not a bank's code.
    #[error(transparent)]
    Bic(BicError),
}

/// Why a value, though it fits its column, is not what the field is for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatProblem {
    /// `contact_divers_2`, in France.
    #[error(transparent)]
    Siret(SiretError),
    /// `contact_divers_1`.
    #[error(transparent)]
    Vat(VatNumberError),
    /// `c_ape`.
    #[error(transparent)]
    Naf(NafCodeError),
    /// `tel_1`, `tel_2` and `fax`.
    #[error(transparent)]
    Phone(PhoneError),
    /// `contact_divers_4`.
    #[error(transparent)]
    Email(EmailAddressError),
}

impl FieldProblem {
    /// Whether a file is refused as `text-too-long`: longer than its ERP column, or with signs that the column
    /// cannot hold.
    pub fn is_length(&self) -> bool {
        matches!(self, FieldProblem::TooLong { .. } | FieldProblem::CodePage(_))
    }
}

impl From<ErpTextError> for FieldProblem {
    fn from(error: ErpTextError) -> FieldProblem {
        match error {
            ErpTextError::TooLong { len, max } => FieldProblem::TooLong { len, max },
            ErpTextError::Control(code) => FieldProblem::Control(code),
            ErpTextError::CodePage(character) => FieldProblem::CodePage(character),
        }
    }
}

/// « contrôle de la fiche » : what every CP, MP and CC is held to, type and length of the column, code page, real
/// date, and IBAN and BIC (design §4: "strict in lengths, code page and IBAN/BIC"). The empty text is no value and
/// suits every field.
pub fn check_field(field: CustomerField, value: &FieldValue) -> Result<(), FieldProblem> {
    if value.is_empty() {
        return Ok(());
    }
    match (field.spec().kind, value) {
        (FieldKind::Text(max), FieldValue::Text(text)) => check_text(field, text, max),
        (FieldKind::Date, FieldValue::Text(text)) => check_date(text),
        (FieldKind::Integer, FieldValue::Integer(days)) => check_days(*days),
        (FieldKind::Text(_), FieldValue::Integer(_)) => Err(FieldProblem::WrongType { expected: "a text" }),
        (FieldKind::Date, FieldValue::Integer(_)) => {
            Err(FieldProblem::WrongType { expected: "a date as a text, YYYY-MM-DD" })
        }
        (FieldKind::Integer, FieldValue::Text(_)) => {
            Err(FieldProblem::WrongType { expected: "a whole number, without quotes" })
        }
    }
}

/// « contrôle de forme » : what the laptop warns of and a creation is refused for (design §4), SIRET, VAT number, NAF
/// code, telephone and mail. `country` is the sheet's ([`country_of`](crate::country_of)): the SIRET is judged in
/// France only, and a VAT number of no member state is welcome outside the Union.
pub fn check_format(
    field: CustomerField,
    value: &FieldValue,
    country: Option<&str>,
) -> Result<(), FormatProblem> {
    let FieldValue::Text(text) = value else { return Ok(()) };
    // A column of the base pads with blanks; blanks alone are no value.
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    match field {
        CustomerField::Siret if is_france(country) => check_siret(text).map_err(FormatProblem::Siret),
        CustomerField::VatNumber => check_vat(text, country).map_err(FormatProblem::Vat),
        CustomerField::NafCode => check_naf_code(text).map_err(FormatProblem::Naf),
        CustomerField::Phone | CustomerField::Mobile | CustomerField::Fax => {
            check_phone(text, country).map_err(FormatProblem::Phone)
        }
        CustomerField::Email => text.parse::<EmailAddress>().map(drop).map_err(FormatProblem::Email),
        _ => Ok(()),
    }
}

fn check_text(field: CustomerField, text: &str, max: usize) -> Result<(), FieldProblem> {
    match field {
        CustomerField::Stage | CustomerField::LostReason => {
            check_trimmed(text, max).or_else(|error| match error {
                TrimmedErpTextError::Empty => Ok(()),
                TrimmedErpTextError::OuterBlank => Err(FieldProblem::OuterBlank),
                TrimmedErpTextError::Text(error) => Err(error.into()),
            })
        }
        _ => {
            check_erp_text(text, max)?;
            check_bank_details(field, text)
        }
    }
}

fn check_bank_details(field: CustomerField, text: &str) -> Result<(), FieldProblem> {
    match field {
        _ if text.trim().is_empty() => Ok(()),
        CustomerField::Iban => text.parse::<Iban>().map(drop).map_err(FieldProblem::Iban),
        CustomerField::Bic => text.parse::<Bic>().map(drop).map_err(FieldProblem::Bic),
        _ => Ok(()),
    }
}

/// `datetime` begins in 1753 (Microsoft, Transact-SQL reference), and an earlier day would fail in the base.
fn check_date(text: &str) -> Result<(), FieldProblem> {
    let date = parse_iso_date(text).map_err(FieldProblem::BadDate)?;
    match NaiveDate::from_ymd_opt(1753, 1, 1) {
        Some(earliest) if date < earliest => Err(FieldProblem::DateTooEarly(date)),
        _ => Ok(()),
    }
}

fn check_days(value: i64) -> Result<(), FieldProblem> {
    if (0..=MAX_DAYS).contains(&value) {
        Ok(())
    } else {
        Err(FieldProblem::OutOfRange { value, max: MAX_DAYS })
    }
}

fn check_vat(text: &str, country: Option<&str>) -> Result<(), VatNumberError> {
    match check_vat_number(text) {
        Err(VatNumberError::Country(_)) if !gives_union_numbers(country_or_france(country)) => Ok(()),
        result => result,
    }
}

#[cfg(test)]
#[path = "field_check_tests.rs"]
mod tests;
