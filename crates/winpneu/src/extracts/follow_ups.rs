//! What was said of follow-up dates and fleets, event by event: `FollowUp::from_events` folds them in any order.

use domain::{Fleet, FollowUpChange, FollowUpEvent};
use uuid::Uuid;

use super::cells::{Key, day, text};
use super::{Extract, Unreadable};
use crate::statement::sql;
use crate::{Error, Row, Rows, Statements};

/// Customer, file and instant: the last two are the order in which events are laid over each other.
const KEY: Key = Key { table: "crm_suivi_client", columns: 3 };

/// Of customers, by code. What was said of a prospect that became one is among it.
///
/// # Errors
/// When the base does not answer.
pub async fn customer_follow_ups(
    base: &mut dyn Statements,
) -> Result<Extract<'_, (String, FollowUpEvent)>, Error> {
    let rows = rows(base, "C").await?;
    Ok(Extract::of(rows, |row| {
        KEY.check_text(row, 0)?;
        let event = event(row)?;
        Ok((KEY.text(row, 0)?, event))
    }))
}

/// Of prospects, deleted ones too.
///
/// # Errors
/// When the base does not answer.
pub async fn prospect_follow_ups(
    base: &mut dyn Statements,
) -> Result<Extract<'_, (Uuid, FollowUpEvent)>, Error> {
    let rows = rows(base, "P").await?;
    Ok(Extract::of(rows, |row| Ok((KEY.parsed(row, 0)?, event(row)?))))
}

async fn rows<'a>(base: &'a mut dyn Statements, kind: &str) -> Result<Rows<'a>, Error> {
    base.query(sql!("extract_follow_ups"), &[kind.into()]).await
}

fn event(row: &mut Row) -> Result<FollowUpEvent, Unreadable> {
    let at = KEY.instant(row, 2)?;
    let change = match (text(row, 4).as_deref(), day(row, 5)) {
        (Some("pose"), Some(day)) => FollowUpChange::Set(day),
        (Some("efface"), _) => FollowUpChange::Clear,
        _ => FollowUpChange::Unchanged,
    };
    let fleet: Option<Fleet> = text(row, 6).and_then(|json| serde_json::from_str(&json).ok());
    Ok(FollowUpEvent {
        at,
        file: KEY.text(row, 1)?,
        visited_on: day(row, 3),
        change,
        fleet: fleet.unwrap_or_default(),
    })
}
