//! Columns of our own files as the types that they mean. What no builder writes is an error that names it.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CUSTOMER_FIELDS, CustomerField, Fleet, FollowUpChange, FollowUpEvent, NodeId, Sheet, VisitMeaning,
};
use rusqlite::{Connection, Params, Row};
use uuid::Uuid;

use crate::ReadError;

/// All rows of a query.
pub(crate) fn list<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    connection.prepare_cached(sql)?.query_and_then(params, read)?.collect()
}

/// The first row of a query.
pub(crate) fn first<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T, ReadError>,
) -> Result<Option<T>, ReadError> {
    connection.prepare_cached(sql)?.query_and_then(params, read)?.next().transpose()
}

fn refused(column: &'static str, value: &str) -> ReadError {
    ReadError::Value { column, value: value.to_owned() }
}

/// A text that has a type.
pub(crate) fn parsed<T: FromStr>(column: &'static str, text: &str) -> Result<T, ReadError> {
    text.parse().map_err(|_| refused(column, text))
}

/// A text at a place of a row.
pub(crate) fn text(row: &Row<'_>, at: usize) -> Result<String, ReadError> {
    Ok(row.get(at)?)
}

/// A text that may be missing.
pub(crate) fn some_text(row: &Row<'_>, at: usize) -> Result<Option<String>, ReadError> {
    Ok(row.get(at)?)
}

/// A number that must suit its type.
pub(crate) fn number<T: TryFrom<i64>>(
    row: &Row<'_>,
    at: usize,
    column: &'static str,
) -> Result<T, ReadError> {
    let number: i64 = row.get(at)?;
    T::try_from(number).map_err(|_| refused(column, &number.to_string()))
}

/// A day, YYYY-MM-DD.
pub(crate) fn day(row: &Row<'_>, at: usize, column: &'static str) -> Result<Option<NaiveDate>, ReadError> {
    let day = row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    day.map(|day| domain::parse_iso_date(day).map_err(|_| refused(column, day))).transpose()
}

/// An instant in RFC 3339.
pub(crate) fn instant(row: &Row<'_>, at: usize, column: &'static str) -> Result<DateTime<Utc>, ReadError> {
    parsed(column, &text(row, at)?)
}

/// An instant that may be missing.
pub(crate) fn some_instant(
    row: &Row<'_>,
    at: usize,
    column: &'static str,
) -> Result<Option<DateTime<Utc>>, ReadError> {
    some_text(row, at)?.map(|text| parsed(column, &text)).transpose()
}

/// A uuid, written out.
pub(crate) fn uuid(row: &Row<'_>, at: usize, column: &'static str) -> Result<Uuid, ReadError> {
    parsed(column, &text(row, at)?)
}

/// The uuid of an exchange file, as its bytes.
pub(crate) fn entry(row: &Row<'_>, at: usize) -> Result<Option<Uuid>, ReadError> {
    let bytes = row.get_ref(at)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
    let uuid = |bytes| Uuid::from_slice(bytes).map_err(|_| refused("visit.entry", &hex::encode(bytes)));
    bytes.map(uuid).transpose()
}

/// Version of the form at a place and what was picked, behind it. A text that is no list of node ids says nothing: it comes from the
/// ERP's side, and hides no visit.
pub(crate) fn answers(row: &Row<'_>, at: usize) -> Result<Option<(u32, Vec<NodeId>)>, ReadError> {
    let form: Option<u32> = row.get(at)?;
    let picked = some_text(row, at + 1)?.and_then(|picked| serde_json::from_str::<Vec<NodeId>>(&picked).ok());
    Ok(form.zip(picked))
}

/// What a visit counts as: the contact at a place, the types of its quotes behind it.
pub(crate) fn meaning(row: &Row<'_>, at: usize) -> Result<VisitMeaning, ReadError> {
    let quotes = row.get_ref(at + 1)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    let quotes = quotes.into_iter().flat_map(str::split_ascii_whitespace).map(str::to_owned).collect();
    Ok(VisitMeaning { contact: some_text(row, at)?, quotes })
}

/// The columns of `follow_up` that [`follow_up`] reads.
pub(crate) const FOLLOW_UP: &str = "at, file, visited_on, change, follow_up_on, fleet";

/// One event, from six columns on.
pub(crate) fn follow_up(row: &Row<'_>, at: usize) -> Result<FollowUpEvent, ReadError> {
    let on = day(row, at + 4, "follow_up.follow_up_on")?;
    let change = text(row, at + 3)?;
    let change = match (change.as_str(), on) {
        ("set", Some(on)) => FollowUpChange::Set(on),
        ("clear", _) => FollowUpChange::Clear,
        ("none", _) => FollowUpChange::Unchanged,
        (other, _) => return Err(refused("follow_up.change", other)),
    };
    Ok(FollowUpEvent {
        at: instant(row, at, "follow_up.at")?,
        file: text(row, at + 1)?,
        visited_on: day(row, at + 2, "follow_up.visited_on")?,
        change,
        fleet: match some_text(row, at + 5)? {
            None => Fleet::default(),
            Some(json) => serde_json::from_str(&json).map_err(|_| refused("follow_up.fleet", &json))?,
        },
    })
}

/// The columns of some fields, to be read by [`sheet`].
pub(crate) fn columns(fields: &[CustomerField]) -> String {
    fields.iter().map(|field| field.column()).collect::<Vec<_>>().join(", ")
}

/// The fields of a customer's sheet: annex 2 without bank details, which no common file has (design §5).
pub(crate) fn customer_fields() -> Vec<CustomerField> {
    let banks = [CustomerField::Bic, CustomerField::Iban];
    prospect_fields().into_iter().filter(|field| field.is_annex_2() && !banks.contains(field)).collect()
}

/// The fields of a prospect's sheet: all.
pub(crate) fn prospect_fields() -> Vec<CustomerField> {
    CUSTOMER_FIELDS.iter().map(|spec| spec.field).collect()
}

/// Those of the fields that have a value, from the first column on.
pub(crate) fn sheet(row: &Row<'_>, fields: &[CustomerField]) -> Result<Sheet, ReadError> {
    let mut sheet = Sheet::new();
    for (at, field) in fields.iter().enumerate() {
        let text = row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)?;
        sheet.extend(text.and_then(|text| domain::field_value(*field, text)).map(|value| (*field, value)));
    }
    Ok(sheet)
}

/// What makes a sheet the same company as another.
pub(crate) fn identity(sheet: &Sheet) -> impl Iterator<Item = (domain::IdentityKind, String)> {
    domain::identity_keys(|field| match sheet.get(&field) {
        Some(domain::FieldValue::Text(text)) => Some(text.as_str()),
        _ => None,
    })
    .into_iter()
}
