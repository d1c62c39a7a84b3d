//! A transaction as a whole: begun again when the base sacrificed it to another one, and looked up when the answer to its COMMIT was lost.

use std::time::Duration;

use uuid::Uuid;

use crate::{Connection, Error, Tx, journal};

/// How often a transaction is begun at most.
const MOST: u32 = 5;
/// How long the loser of a deadlock waits before it tries again; longer each time.
const PAUSE: Duration = Duration::from_millis(20);

/// Runs `work` in a transaction and commits it; when `work` answers `None` it is rolled back instead.
///
/// - A deadlock: the whole transaction is begun again, a few times.
/// - A lost connection, with a `proof`: the connection is [renewed](Connection::renew), and the journal line `proof`, which `work` writes,
///   tells whether the COMMIT happened. If it did, this is a success. If not, the transaction is begun again.
/// - A lost connection without a proof: the error. What was done must be something that may be done twice.
///
/// # Errors
/// What `work` or the base answers. When the connection could not be renewed, nobody knows yet whether the transaction stands.
pub async fn transact<T>(
    base: &mut Connection,
    proof: Option<Uuid>,
    mut work: impl AsyncFnMut(&mut Tx<'_>) -> Result<Option<T>, Error>,
) -> Result<Option<T>, Error> {
    // What the last attempt that came as far as its COMMIT would have answered.
    let mut held = None;
    let mut was_lost = false;
    let mut attempt = 1;
    loop {
        let error = match once(base, &mut work, &mut held).await {
            Ok(End::Committed) => return Ok(held),
            // What `work` found changed may be what the lost attempt changed.
            Ok(End::RolledBack) => {
                return match proof {
                    Some(line) if was_lost && journal::stands(base, line).await? => Ok(held),
                    _ => Ok(None),
                };
            }
            Err(error) => error,
        };
        match (&error, proof) {
            (Error::Deadlock { .. }, _) if attempt < MOST => tokio::time::sleep(PAUSE * attempt).await,
            (Error::Lost { .. }, Some(line)) => {
                base.renew().await?;
                was_lost = true;
                if journal::stands(base, line).await? {
                    return Ok(held);
                }
                if attempt == MOST {
                    return Err(error);
                }
            }
            // An earlier attempt's COMMIT that was still under way when it was looked up keeps this one from being made twice.
            (_, Some(line)) if was_lost && journal::stands(base, line).await? => return Ok(held),
            _ => return Err(error),
        }
        attempt += 1;
    }
}

enum End {
    Committed,
    RolledBack,
}

async fn once<T>(
    base: &mut Connection,
    work: &mut impl AsyncFnMut(&mut Tx<'_>) -> Result<Option<T>, Error>,
    held: &mut Option<T>,
) -> Result<End, Error> {
    let mut tx = base.begin().await?;
    let Some(answer) = work(&mut tx).await? else {
        tx.rollback().await?;
        return Ok(End::RolledBack);
    };
    *held = Some(answer);
    tx.commit().await?;
    Ok(End::Committed)
}
