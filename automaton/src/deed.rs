//! One transaction of a command, and what is said when nobody knows whether it was made.
//!
//! A pass needs none of this: what it cannot know the next one finds in the registry. A person who gave a command waits for its answer.

use uuid::Uuid;
use winpneu::attempts::transact;
use winpneu::{Connection, Error, Tx, journal};

use crate::failure::Failure;

/// As [`transact`]. When the connection is lost amid the COMMIT, and the base does not even answer whether it happened, the failure says so,
/// and that `look` shows it.
///
/// # Errors
/// What `work` or the base answers; [`Failure::Unknown`] as said.
pub async fn make<T>(
    base: &mut Connection,
    proof: Option<Uuid>,
    look: &str,
    mut work: impl AsyncFnMut(&mut Tx<'_>) -> Result<Option<T>, Error>,
) -> Result<Option<T>, Failure> {
    // What an attempt that came as far as its COMMIT would have answered.
    let mut held = None;
    let outcome = transact(base, proof, async |tx| {
        let answer = work(tx).await?;
        let goes_on = answer.is_some();
        held = answer.or(held.take());
        Ok(goes_on.then_some(()))
    });
    match outcome.await {
        Ok(done) => Ok(done.and(held)),
        Err(error) if held.is_none() || !leaves_it_open(&error) => Err(error.into()),
        Err(error) => match stands(base, proof).await {
            Some(true) => Ok(held),
            Some(false) => Err(error.into()),
            None => Err(Failure::Unknown { cause: error.to_string(), look: look.to_owned() }),
        },
    }
}

/// Whether a COMMIT may have happened all the same.
const fn leaves_it_open(error: &Error) -> bool {
    error.is_transient() && !matches!(error, Error::Deadlock { .. })
}

/// Whether the line stands; none when the base does not answer.
async fn stands(base: &mut Connection, proof: Option<Uuid>) -> Option<bool> {
    base.renew().await.ok()?;
    journal::stands(base, proof?).await.ok()
}
