//! `crm_prospect` and what hangs on it: who set which field, to whom it was attached since when, clashes, and likely duplicates.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{Attachment, CUSTOMER_FIELDS, CustomerField, EntryMark, FieldKind, FieldValue, parse_iso_date};
use uuid::Uuid;

use crate::connection::collect;
use crate::statement::sql;
use crate::{Error, Row, Statements, Tx, Value};

pub use domain::Sheet;

/// A prospect as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// Its identity, made on the laptop.
    pub id: Uuid,
    /// Its fields.
    pub fields: Sheet,
    /// User folder of its creator.
    pub created_by: String,
    /// When the entry that created it was made (UTC, the laptop's clock).
    pub created_at: NaiveDateTime,
    /// The entry that deleted it.
    pub deletion: Option<EntryMark>,
    /// When it became a customer, and which.
    pub conversion: Option<(NaiveDateTime, String)>,
    /// Raised by every change.
    pub version: i64,
}

/// A prospect to be inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProspect {
    /// Its identity.
    pub id: Uuid,
    /// Its fields.
    pub fields: Sheet,
    /// User folder of its creator.
    pub created_by: String,
    /// When the entry was made.
    pub created_at: DateTime<Utc>,
    /// Why it was created although the laptop showed a likely duplicate.
    pub duplicate_reason: Option<String>,
}

/// A field that an entry wanted to set and that had another value than its author saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The field.
    pub field: CustomerField,
    /// What the author saw.
    pub expected: Option<String>,
    /// What stood there.
    pub found: Option<String>,
    /// What he wanted.
    pub wanted: Option<String>,
    /// The entry.
    pub entry: EntryMark,
}

/// Looks a prospect up.
///
/// # Errors
/// When the base does not answer or the row cannot be read.
pub async fn find(base: &mut dyn Statements, id: Uuid) -> Result<Option<Prospect>, Error> {
    let row = base.query_one(sql!("prospect_find"), &[id.to_string().into()]).await?;
    row.map(|row| read(id, &row)).transpose()
}

fn read(id: Uuid, row: &Row) -> Result<Prospect, Error> {
    let after = CUSTOMER_FIELDS.len();
    let deletion = row.date_time_or_null(after + 2)?.zip(row.text_or_null(after + 3)?);
    let device = row.text_or_null(after + 7)?.unwrap_or_default();
    let sequence = row.int_or_null(after + 8)?.and_then(|number| u64::try_from(number).ok());
    Ok(Prospect {
        id,
        fields: sheet(row)?,
        created_by: row.text(after)?,
        created_at: row.date_time(after + 1)?,
        deletion: deletion.map(|(at, file)| EntryMark { file, device, sequence, at: at.and_utc() }),
        conversion: row.date_time_or_null(after + 4)?.zip(row.text_or_null(after + 5)?),
        version: row.int(after + 6)?,
    })
}

/// The fields of a row that begins with all of them, in the annex's order.
fn sheet(row: &Row) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new();
    for (i, spec) in CUSTOMER_FIELDS.iter().enumerate() {
        let value = match spec.kind {
            FieldKind::Integer => row.int_or_null(i)?.map(FieldValue::Integer),
            FieldKind::Date => row.date_or_null(i)?.map(|day| FieldValue::Text(day.to_string())),
            FieldKind::Text(_) => row.text_or_null(i)?.filter(|text| !text.is_empty()).map(FieldValue::Text),
        };
        sheet.extend(value.map(|value| (spec.field, value)));
    }
    Ok(sheet)
}

/// A field as its column takes it; what is absent is NULL.
pub(crate) fn column(field: &domain::FieldSpec, value: Option<&FieldValue>) -> Value {
    match (field.kind, value) {
        (_, None) => Value::Null,
        (FieldKind::Date, Some(FieldValue::Text(text))) => parse_iso_date(text)
            .map_or(Value::Null, |day| Value::DateTime(day.and_time(chrono::NaiveTime::MIN))),
        (_, Some(FieldValue::Text(text))) if text.is_empty() => Value::Null,
        (_, Some(FieldValue::Text(text))) => text.as_str().into(),
        (_, Some(FieldValue::Integer(number))) => Value::Int(*number),
    }
}

fn columns(sheet: &Sheet) -> Vec<Value> {
    CUSTOMER_FIELDS.iter().map(|spec| column(spec, sheet.get(&spec.field))).collect()
}

/// Inserts a prospect.
///
/// # Errors
/// [`Error::Duplicate`] when it exists; the transaction is then over.
pub async fn insert(
    tx: &mut Tx<'_>,
    prospect: &NewProspect,
    file: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut parameters = columns(&prospect.fields);
    parameters.extend([
        prospect.id.to_string().into(),
        prospect.created_by.as_str().into(),
        prospect.created_at.into(),
        now.into(),
        prospect.duplicate_reason.as_deref().into(),
        file.into(),
    ]);
    tx.send(sql!("prospect_insert"), &parameters).await
}

/// Raises the version under the condition that it is still `version`; answers whether it was. Whoever changes anything about a prospect
/// does this first in the same transaction: what was decided on an older version must be decided again.
///
/// # Errors
/// When the base does not answer.
pub async fn touch(tx: &mut Tx<'_>, id: Uuid, version: i64, now: DateTime<Utc>) -> Result<bool, Error> {
    let parameters = [id.to_string().into(), version.into(), now.into()];
    Ok(tx.execute(sql!("prospect_touch"), &parameters).await? == 1)
}

/// Sets all fields; call after [`touch`].
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn set_fields(tx: &mut Tx<'_>, id: Uuid, fields: &Sheet) -> Result<(), Error> {
    let mut parameters = columns(fields);
    parameters.push(id.to_string().into());
    tx.send(sql!("prospect_update"), &parameters).await
}

/// Marks a prospect as deleted; call after [`touch`].
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn delete(
    tx: &mut Tx<'_>,
    id: Uuid,
    at: DateTime<Utc>,
    reason: &str,
    file: &str,
) -> Result<(), Error> {
    let parameters = [id.to_string().into(), at.into(), reason.into(), file.into()];
    tx.send(sql!("prospect_delete"), &parameters).await
}

/// Which entry of a device set which field last.
///
/// # Errors
/// When the base does not answer or a row cannot be read.
pub async fn field_marks(
    base: &mut dyn Statements,
    id: Uuid,
    device: &str,
) -> Result<BTreeMap<CustomerField, EntryMark>, Error> {
    let rows = base.query(sql!("field_marks"), &[id.to_string().into(), device.into()]).await?;
    let read = |row: &Row| Ok((field(row, 0)?, mark(row, 1)?));
    Ok(collect(rows, read).await?.into_iter().collect())
}

fn field(row: &Row, index: usize) -> Result<CustomerField, Error> {
    let wrong = |error: domain::UnknownCustomerField| Error::Column {
        column: "champ".to_owned(),
        problem: error.to_string(),
    };
    row.text(index)?.parse().map_err(wrong)
}

/// File, device, sequence and instant, in four columns from `first`.
fn mark(row: &Row, first: usize) -> Result<EntryMark, Error> {
    Ok(EntryMark {
        file: row.text(first)?,
        device: row.text(first + 1)?,
        sequence: row.int_or_null(first + 2)?.and_then(|number| u64::try_from(number).ok()),
        at: row.date_time(first + 3)?.and_utc(),
    })
}

fn mark_parameters(mark: &EntryMark) -> [Value; 4] {
    [
        mark.file.as_str().into(),
        mark.device.as_str().into(),
        mark.sequence.and_then(|number| i64::try_from(number).ok()).into(),
        mark.at.into(),
    ]
}

/// Remembers which entry set a field.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn mark_field(
    tx: &mut Tx<'_>,
    id: Uuid,
    field: CustomerField,
    entry: &EntryMark,
) -> Result<(), Error> {
    let mut parameters = vec![id.to_string().into(), field.column().into()];
    parameters.extend(mark_parameters(entry));
    if tx.execute(sql!("field_mark_update"), &parameters).await? == 0 {
        tx.execute(sql!("field_mark_insert"), &parameters).await?;
    }
    Ok(())
}

/// To whom a prospect was attached since when, oldest first.
///
/// # Errors
/// When the base does not answer or a row cannot be read.
pub async fn attachments(base: &mut dyn Statements, id: Uuid) -> Result<Vec<Attachment>, Error> {
    let rows = base.query(sql!("attachments"), &[id.to_string().into()]).await?;
    let read = |row: &Row| {
        let attachment = Attachment {
            since: row.date_time(0)?.and_utc(),
            c_rep: row.text_or_null(1)?,
            creator_withdrawn: row.flag(2)?,
        };
        Ok((attachment.since, row.text(3)?, attachment))
    };
    let mut all = collect(rows, read).await?;
    all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    Ok(all.into_iter().map(|(_, _, attachment)| attachment).collect())
}

/// Attaches a prospect; `id` is the entry's file name.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn attach(
    tx: &mut Tx<'_>,
    prospect: Uuid,
    attachment: &Attachment,
    id: &str,
    by: &str,
) -> Result<(), Error> {
    let parameters = [
        id.into(),
        prospect.to_string().into(),
        attachment.since.into(),
        attachment.c_rep.as_deref().into(),
        attachment.creator_withdrawn.into(),
        Value::Null,
        by.into(),
    ];
    tx.send(sql!("attachment_insert"), &parameters).await
}

/// The open clashes of a prospect.
///
/// # Errors
/// When the base does not answer or a row cannot be read.
pub async fn clashes(base: &mut dyn Statements, id: Uuid) -> Result<Vec<Clash>, Error> {
    let rows = base.query(sql!("clashes_of_prospect"), &[id.to_string().into()]).await?;
    let read = |row: &Row| {
        Ok(Clash {
            field: field(row, 0)?,
            expected: row.text_or_null(1)?,
            found: row.text_or_null(2)?,
            wanted: row.text_or_null(3)?,
            entry: mark(row, 4)?,
        })
    };
    collect(rows, read).await
}

/// How many clashes are open, but for those of deleted and converted prospects.
///
/// # Errors
/// When the base does not answer.
pub async fn count_clashes(base: &mut dyn Statements) -> Result<i64, Error> {
    base.query_one(sql!("clashes_count"), &[]).await?.map_or(Ok(0), |row| row.int(0))
}

/// Opens a clash; another one about the field gives way.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn open_clash(tx: &mut Tx<'_>, id: Uuid, clash: &Clash, now: DateTime<Utc>) -> Result<(), Error> {
    close_clash(tx, id, clash.field).await?;
    let mut parameters = vec![
        id.to_string().into(),
        clash.field.column().into(),
        clash.expected.as_deref().into(),
        clash.found.as_deref().into(),
        clash.wanted.as_deref().into(),
        now.into(),
    ];
    parameters.extend(mark_parameters(&clash.entry));
    tx.send(sql!("clash_insert"), &parameters).await
}

/// Closes the clash about a field, if there is one.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn close_clash(tx: &mut Tx<'_>, id: Uuid, field: CustomerField) -> Result<(), Error> {
    tx.send(sql!("clash_delete"), &[id.to_string().into(), field.column().into()]).await
}
