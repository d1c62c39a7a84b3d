//! Values as the tables hold them.

use std::io;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::{CUSTOMER_FIELDS, CustomerField, FieldValue, Fleet, FollowUpChange, Sheet};

use super::record::{Fields, Record};

/// The values of a sheet, at the places of [`CustomerField`].
pub(super) type SheetTexts<'a> = [Option<&'a str>; CUSTOMER_FIELDS.len()];

/// Whether a field is a bank detail, which everybody's files have no column for.
pub(super) const fn is_bank_detail(field: CustomerField) -> bool {
    matches!(field, CustomerField::Bic | CustomerField::Iban)
}

/// Writes every field of a sheet, with what `keep` makes of its text.
pub(super) fn write_sheet(
    record: &mut Record,
    sheet: &Sheet,
    keep: impl Fn(CustomerField, String) -> Option<String>,
) {
    for spec in CUSTOMER_FIELDS {
        let text = sheet.get(&spec.field).map(FieldValue::to_string);
        record.text(text.and_then(|text| keep(spec.field, text)).as_deref());
    }
}

/// Reads back what [`write_sheet`] wrote.
pub(super) fn read_sheet<'a>(fields: &mut Fields<'a>) -> io::Result<SheetTexts<'a>> {
    let mut texts = [None; CUSTOMER_FIELDS.len()];
    for text in &mut texts {
        *text = fields.text()?;
    }
    Ok(texts)
}

/// A code without the blanks that fill its column.
pub(super) fn code(text: &str) -> &str {
    text.trim_end_matches(' ')
}

/// RFC 3339 in UTC.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A fleet; `None` when nothing is said of it.
pub(super) fn fleet(fleet: &Fleet) -> io::Result<Option<String>> {
    if fleet.is_empty() { Ok(None) } else { Ok(Some(serde_json::to_string(fleet)?)) }
}

/// What is said of the follow-up date, and the date.
pub(super) fn change(change: FollowUpChange) -> (&'static str, Option<String>) {
    match change {
        FollowUpChange::Unchanged => ("none", None),
        FollowUpChange::Clear => ("clear", None),
        FollowUpChange::Set(on) => ("set", Some(on.to_string())),
    }
}
