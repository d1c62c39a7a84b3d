//! A wish for new bases: an accountant decided, and the reps are to see it.

use chrono::NaiveDateTime;
use winpneu::{Connection, Error, runs};

use super::COMMON_JOB;
use crate::creations::REBUILD_ASKED;

/// Since when new bases are wished for (UTC), if they are: the wish names the effect that is to be seen, and the last common base was read
/// before it.
///
/// # Errors
/// When the base does not answer.
pub async fn wished_since(base: &mut Connection) -> Result<Option<NaiveDateTime>, Error> {
    let asked = runs::last(base, REBUILD_ASKED).await?;
    let built = runs::last(base, COMMON_JOB).await?;
    let through = built.and_then(|(note, _)| note["through"].as_i64()).unwrap_or(-1);
    let open = asked.filter(|(wish, _)| wish["seq"].as_i64().is_none_or(|seq| through < seq));
    Ok(open.map(|(_, at)| at))
}
