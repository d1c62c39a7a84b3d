//! `crm_observation`: the last look at files that cannot be parsed yet. Two equal looks make such a file settled.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::statement::sql;
use crate::{Error, Statements};

/// A look at a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Size in bytes.
    pub size: i64,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
    /// When it was first seen like this (UTC).
    pub seen_at: NaiveDateTime,
}

/// The remembered look at `name`.
///
/// # Errors
/// When the base does not answer; the same for the others.
pub async fn find(base: &mut dyn Statements, name: &str) -> Result<Option<Observation>, Error> {
    let Some(row) = base.query_one(sql!("observation_find"), &[name.into()]).await? else {
        return Ok(None);
    };
    Ok(Some(Observation { size: row.int(0)?, sha256: row.text(1)?, seen_at: row.date_time(2)? }))
}

/// Remembers a look in place of an earlier one.
///
/// # Errors
/// As [`find`].
pub async fn remember(base: &mut dyn Statements, name: &str, look: &Observation) -> Result<(), Error> {
    let parameters = [name.into(), look.size.into(), look.sha256.as_str().into(), look.seen_at.into()];
    if base.execute(sql!("observation_update"), &parameters).await? == 0 {
        base.execute(sql!("observation_insert"), &parameters).await?;
    }
    Ok(())
}

/// Forgets looks older than `before`: files that came and went.
///
/// # Errors
/// As [`find`].
pub async fn forget_before(base: &mut dyn Statements, before: DateTime<Utc>) -> Result<(), Error> {
    base.execute(sql!("observations_delete_before"), &[before.into()]).await.map(drop)
}
