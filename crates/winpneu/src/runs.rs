//! `crm_etat`: what the last runs did, for `status`.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::statement::sql;
use crate::{Error, Statements};

/// Remembers the outcome of the last run of `job`, as JSON.
///
/// # Errors
/// When the base does not answer.
pub async fn remember(
    base: &mut dyn Statements,
    job: &str,
    outcome: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let parameters = [job.into(), outcome.to_string().into(), now.into()];
    if base.execute(sql!("run_update"), &parameters).await? == 0 {
        base.execute(sql!("run_insert"), &parameters).await?;
    }
    Ok(())
}

/// Outcome of the last run of `job` and when it ended (UTC).
///
/// # Errors
/// When the base does not answer.
pub async fn last(
    base: &mut dyn Statements,
    job: &str,
) -> Result<Option<(serde_json::Value, NaiveDateTime)>, Error> {
    let Some(row) = base.query_one(sql!("run_find"), &[job.into()]).await? else {
        return Ok(None);
    };
    let text = row.text(0)?;
    let outcome = serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text));
    Ok(Some((outcome, row.date_time(1)?)))
}
