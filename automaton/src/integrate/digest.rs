//! One mail a pass about what was refused, to the error addresses: queued in the very transaction that marks the refusals as reported.

use chrono::{DateTime, Utc};
use winpneu::attempts::transact;
use winpneu::refusals::{self, Unreported};
use winpneu::{Connection, mails};

use super::apply::row;
use super::facts::Context;
use crate::failure::Failure;
use crate::mail::{self, Addressing, Refusal, RefusalDigest};

/// More lines than a digest lists are not asked for.
const LISTED: u32 = 200;

/// Queues the digest of what no digest has told yet. Without error addresses everything stays untold, and `status` shows it.
///
/// # Errors
/// When the base is out of reach: the next pass tells it.
pub async fn queue(base: &mut Connection, context: &Context) -> Result<(), Failure> {
    let recipients: Vec<_> = context.rules.parameters.courriels_erreur.iter().cloned().collect();
    if recipients.is_empty() {
        return Ok(());
    }
    let total = u64::try_from(refusals::count_unreported(base).await?).unwrap_or_default();
    if total == 0 {
        return Ok(());
    }
    let digest = RefusalDigest {
        addressing: Addressing {
            id: crate::clock::new_id(),
            recipients: &recipients,
            sender: None,
            domain: &context.rules.mail_domain,
        },
        refusals: refusals::unreported(base, LISTED).await?.into_iter().map(refusal),
        total,
        timezone: context.rules.zone,
    };
    let mails = mail::refusal_digest(digest).map_err(|error| Failure::Other(error.to_string()))?;
    let now: DateTime<Utc> = context.rules.now;
    // No line of the journal tells of a digest: where the answer to its COMMIT is lost, the next pass sees what is left to tell.
    let queued = transact(base, None, async |tx| {
        for mail in &mails {
            mails::queue(tx, &row(mail), None, now).await?;
        }
        refusals::mark_reported(tx, now).await.map(Some)
    });
    Ok(queued.await.map(drop)?)
}

fn refusal(row: Unreported) -> Refusal {
    Refusal {
        name: row.name,
        user_folder: Some(row.folder).filter(|folder| !folder.is_empty()),
        reason: row.reason.unwrap_or_default(),
        detail: row.detail.unwrap_or_default(),
        refused_at: row.refused_at.and_utc(),
    }
}
