//! Prospects and their visits.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{CustomerField, FieldValue, RelationClass};
use rusqlite::{Connection, Params, Row, params, params_from_iter};
use uuid::Uuid;

use super::columns::{
    FOLLOW_UP, answers, columns, day, entry, follow_up, instant, list, parsed, prospect_fields, sheet,
    some_instant, some_text, text, uuid,
};
use super::{CalendarVisit, ClashRow, Creation, HistoryKey, HistoryQuery, ProspectCard, VisitRow};
use crate::ReadError;

/// Everything that belongs to several prospects, by their id.
type ById<T> = BTreeMap<Uuid, Vec<T>>;

/// The cards of all prospects, or of one; in the order of folded names.
pub(super) fn cards(prospects: &Connection, only: Option<Uuid>) -> Result<Vec<ProspectCard>, ReadError> {
    let mut events =
        by_id(prospects, &format!("prospect, {FOLLOW_UP} FROM follow_up"), "at, file", only, |row| {
            follow_up(row, 1)
        })?;
    let clash_columns = "prospect, field, expected, found, wanted, opened_at FROM clash";
    let mut clashes = by_id(prospects, clash_columns, "opened_at, field", only, clash)?;
    let creation_columns = "prospect, id, asked_by, asked_at, refused_at, message FROM creation";
    let mut creations = by_id(prospects, creation_columns, "asked_at", only, creation)?;

    let fields = prospect_fields();
    let condition = if only.is_some() { "WHERE id = ?1" } else { "" };
    let sql = format!(
        "SELECT {}, id, created_by, created_at, own, converted_at, c_client, last_visit_on, who FROM prospect {condition}",
        columns(&fields)
    );
    let mut cards = list(prospects, &sql, one(only), |row| {
        let card = read_card(row, &fields)?;
        Ok(ProspectCard {
            follow_up: events.remove(&card.id).unwrap_or_default(),
            clashes: clashes.remove(&card.id).unwrap_or_default(),
            creation: creations.remove(&card.id).and_then(|mut waiting| waiting.pop()),
            ..card
        })
    })?;
    cards.sort_by_cached_key(|card| (folded_name(card), card.id));
    Ok(cards)
}

fn folded_name(card: &ProspectCard) -> String {
    let name = card.sheet.get(&CustomerField::Name).map(FieldValue::to_string).unwrap_or_default();
    domain::fold(&name).trim().to_owned()
}

fn one(only: Option<Uuid>) -> impl Params {
    params_from_iter(only.map(|id| id.to_string()))
}

/// Rows whose first column is the prospect.
fn by_id<T>(
    prospects: &Connection,
    what: &str,
    order: &str,
    only: Option<Uuid>,
    read: impl Fn(&Row<'_>) -> Result<T, ReadError>,
) -> Result<ById<T>, ReadError> {
    let condition = if only.is_some() { "WHERE prospect = ?1" } else { "" };
    let sql = format!("SELECT {what} {condition} ORDER BY prospect, {order}");
    let mut found = ById::new();
    for (id, value) in list(prospects, &sql, one(only), |row| Ok((uuid(row, 0, "prospect")?, read(row)?)))? {
        found.entry(id).or_default().push(value);
    }
    Ok(found)
}

fn read_card(row: &Row<'_>, fields: &[CustomerField]) -> Result<ProspectCard, ReadError> {
    let at = fields.len();
    let converted_at = some_instant(row, at + 4, "prospect.converted_at")?;
    Ok(ProspectCard {
        sheet: sheet(row, fields)?,
        id: uuid(row, at, "prospect.id")?,
        created_by: text(row, at + 1)?,
        created_at: instant(row, at + 2, "prospect.created_at")?,
        own: row.get(at + 3)?,
        conversion: converted_at.zip(some_text(row, at + 5)?),
        last_visit_on: day(row, at + 6, "prospect.last_visit_on")?,
        who: row.get(at + 7)?,
        follow_up: Vec::new(),
        clashes: Vec::new(),
        creation: None,
    })
}

fn clash(row: &Row<'_>) -> Result<ClashRow, ReadError> {
    Ok(ClashRow {
        field: parsed("clash.field", &text(row, 1)?)?,
        expected: some_text(row, 2)?,
        found: some_text(row, 3)?,
        wanted: some_text(row, 4)?,
        opened_at: instant(row, 5, "clash.opened_at")?,
    })
}

fn creation(row: &Row<'_>) -> Result<Creation, ReadError> {
    Ok(Creation {
        id: uuid(row, 1, "creation.id")?,
        asked_by: text(row, 2)?,
        asked_at: instant(row, 3, "creation.asked_at")?,
        refusal: match some_text(row, 4)? {
            Some(_) => {
                Some((instant(row, 4, "creation.refused_at")?, some_text(row, 5)?.unwrap_or_default()))
            }
            None => None,
        },
    })
}

const VISIT: &str =
    "SELECT prospect, visited_on, visited_at, id, author, subject, comment, form, picked, entry FROM visit";

/// A prospect has few visits: they are put in order here, where their keys are made.
pub(super) fn history(
    prospects: &Connection,
    id: Uuid,
    query: &HistoryQuery,
) -> Result<Vec<VisitRow>, ReadError> {
    let mut visits = list(prospects, &format!("{VISIT} WHERE prospect = ?1"), [id.to_string()], visit_row)?;
    visits.retain(|visit| query.after.as_ref().is_none_or(|after| visit.key > *after));
    visits.sort_by(|one, other| one.key.cmp(&other.key));
    visits.truncate(query.limit);
    Ok(visits)
}

pub(super) fn entries(prospects: &Connection, id: Uuid) -> Result<BTreeSet<Uuid>, ReadError> {
    let sql = "SELECT entry FROM visit WHERE prospect = ?1 AND entry IS NOT NULL";
    Ok(list(prospects, sql, [id.to_string()], |row| entry(row, 0))?.into_iter().flatten().collect())
}

pub(super) fn visits_between(
    prospects: &Connection,
    author: Option<&str>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<CalendarVisit>, ReadError> {
    let sql = format!("{VISIT} WHERE visited_on BETWEEN ?1 AND ?2 AND (?3 IS NULL OR author = ?3)");
    let mut visits = list(prospects, &sql, params![from.to_string(), to.to_string(), author], |row| {
        Ok(CalendarVisit { whom: text(row, 0)?, prospect: true, visit: visit_row(row)? })
    })?;
    // The list is the other way round: the oldest first.
    visits.sort_by(|one, other| other.visit.key.cmp(&one.visit.key));
    Ok(visits)
}

fn visit_row(row: &Row<'_>) -> Result<VisitRow, ReadError> {
    let entry = entry(row, 9)?;
    let number: i64 = row.get(3)?;
    Ok(VisitRow {
        key: HistoryKey {
            on: day(row, 1, "visit.visited_on")?,
            at: text(row, 2)?,
            // The number would be another one in tomorrow's file.
            key: entry.map_or_else(|| format!("{number:020}"), |entry| entry.to_string()),
        },
        author: some_text(row, 4)?,
        origin: Some("CRV".to_owned()),
        class: RelationClass::ProspectVisit,
        subject: some_text(row, 5)?,
        comment: some_text(row, 6)?,
        answers: answers(row, 7)?,
        entry,
    })
}
