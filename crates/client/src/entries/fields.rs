//! The fields of a sheet as they were typed.

use std::collections::BTreeMap;

use domain::{Bic, CustomerField, FieldKind, FieldValue, Iban, Sheet, check_field, check_format, country_of};

use crate::problem::EntryProblem;

/// Texts as they were typed, by field; an empty one takes the value away.
pub type FieldDrafts = BTreeMap<CustomerField, String>;

/// What the form of a new prospect starts with (design §8: "New prospects start with country FR, currency EUR").
#[must_use]
pub fn new_prospect_defaults() -> FieldDrafts {
    let france = || "FR".to_owned();
    BTreeMap::from([
        (CustomerField::Country, france()),
        (CustomerField::CountryCode, france()),
        (CustomerField::CurrencyCode, "EUR".to_owned()),
    ])
}

/// A typed text as the field's value; `None` = no value. Blanks around it are not meant; bank details are spelled in one way.
///
/// # Errors
/// What no column could take: too long, a sign outside the code page, no day, no number, no IBAN or BIC.
pub fn typed(field: CustomerField, text: &str) -> Result<Option<FieldValue>, EntryProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let bad = |error: &dyn std::fmt::Display| EntryProblem::of(field.column(), "bad-value", error);
    let value = match (field.spec().kind, field) {
        (FieldKind::Integer, _) => match text.parse() {
            Ok(number) => FieldValue::Integer(number),
            Err(_) => return Err(bad(&"give a whole number")),
        },
        (_, CustomerField::Iban) => {
            FieldValue::Text(text.parse::<Iban>().map_err(|e| bad(&e))?.as_str().to_owned())
        }
        (_, CustomerField::Bic) => {
            FieldValue::Text(text.parse::<Bic>().map_err(|e| bad(&e))?.as_str().to_owned())
        }
        _ => FieldValue::text(text).map_err(|error| bad(&error))?,
    };
    check_field(field, &value).map_err(|problem| {
        let code = if problem.is_length() { "text-too-long" } else { "bad-value" };
        EntryProblem::of(field.column(), code, problem)
    })?;
    Ok(Some(value))
}

/// All typed texts, or everything that is wrong with them.
pub(super) fn all_typed(
    fields: &FieldDrafts,
) -> Result<Vec<(CustomerField, Option<FieldValue>)>, Vec<EntryProblem>> {
    let mut values = Vec::new();
    let mut problems = Vec::new();
    for (field, text) in fields.iter().filter(|(field, text)| !is_masked(**field, text)) {
        match typed(*field, text) {
            Ok(value) => values.push((*field, value)),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(values) } else { Err(problems) }
}

/// Bank details are shown masked: what comes back so was not touched.
fn is_masked(field: CustomerField, text: &str) -> bool {
    matches!(field, CustomerField::Iban | CustomerField::Bic) && text.contains('•')
}

/// What is only unlikely: shown beside the field, and no hindrance (design §4). `sheet` is the one that the fields belong to, as shown.
#[must_use]
pub fn warnings(fields: &FieldDrafts, sheet: &Sheet) -> Vec<EntryProblem> {
    let typed: BTreeMap<CustomerField, FieldValue> =
        fields.iter().filter_map(|(field, text)| Some((*field, typed(*field, text).ok()??))).collect();
    let text = |field: CustomerField| {
        let value = if fields.contains_key(&field) { typed.get(&field) } else { sheet.get(&field) };
        match value {
            Some(FieldValue::Text(text)) => Some(text.as_str()),
            _ => None,
        }
    };
    let country = country_of(text);
    let odd = typed.iter().filter_map(|(field, value)| {
        let problem = check_format(*field, value, country).err()?;
        Some(EntryProblem::of(field.column(), "unlikely", problem))
    });
    odd.collect()
}
