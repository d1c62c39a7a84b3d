//! `crm_suivi_client`: follow-up dates and fleets, one row per file that may touch them; the current state is the fold of the rows.

use chrono::NaiveDate;
use domain::{CustomerCode, Fleet, FollowUp, FollowUpChange, FollowUpEvent};

use crate::statement::sql;
use crate::{Error, Row, Statements, Tx, Value};

/// Whose follow-up it is.
#[derive(Debug, Clone, Copy)]
pub enum Entity<'a> {
    /// A customer.
    Customer(&'a CustomerCode),
    /// A prospect.
    Prospect(uuid::Uuid),
}

impl Entity<'_> {
    fn parameters(self) -> [Value; 2] {
        match self {
            Self::Customer(code) => ["C".into(), code.as_str().into()],
            Self::Prospect(id) => ["P".into(), id.to_string().into()],
        }
    }
}

/// Adds what a file says of a follow-up and a fleet.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn insert(tx: &mut Tx<'_>, entity: Entity<'_>, event: &FollowUpEvent) -> Result<(), Error> {
    let (change, day) = match event.change {
        FollowUpChange::Unchanged => (Value::Null, None),
        FollowUpChange::Clear => ("efface".into(), None),
        FollowUpChange::Set(day) => ("pose".into(), Some(day)),
    };
    let fleet = (!event.fleet.is_empty()).then(|| serde_json::json!(event.fleet).to_string());
    let [kind, code] = entity.parameters();
    let parameters = [
        event.file.as_str().into(),
        kind,
        code,
        event.at.into(),
        event.visited_on.into(),
        change,
        day.into(),
        fleet.into(),
    ];
    tx.send(sql!("follow_up_insert"), &parameters).await
}

/// The current follow-up and fleet.
///
/// # Errors
/// When the base does not answer or a row cannot be read.
pub async fn current(base: &mut dyn Statements, entity: Entity<'_>) -> Result<FollowUp, Error> {
    let rows = base.query(sql!("follow_up_events"), &entity.parameters()).await?;
    Ok(FollowUp::from_events(crate::connection::collect(rows, read).await?))
}

fn read(row: &Row) -> Result<FollowUpEvent, Error> {
    let day: Option<NaiveDate> = row.date_or_null(4)?;
    let change = match (row.text_or_null(3)?.as_deref(), day) {
        (Some("pose"), Some(day)) => FollowUpChange::Set(day),
        (Some("efface"), _) => FollowUpChange::Clear,
        _ => FollowUpChange::Unchanged,
    };
    let fleet = match row.text_or_null(5)? {
        None => Fleet::default(),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| Error::Column { column: "parc".to_owned(), problem: error.to_string() })?,
    };
    Ok(FollowUpEvent {
        at: row.date_time(1)?.and_utc(),
        file: row.text(0)?,
        visited_on: row.date_or_null(2)?,
        change,
        fleet,
    })
}
