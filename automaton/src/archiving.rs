//! Old relations are hidden in the ERP (`c_archive = 'O'`), where `[retention]` says so.
//!
//! Batch by batch: where the next rows lie is read, then they are marked in one transaction with its line in the journal. What if the
//! process dies? A batch is archived or not, and the next run begins with what is left: exactly once by nature. No file causes this, so
//! no effect is numbered and no receipt changes; laptops see it in the bases that are built next.
//!
//! Absent on purpose: a way back. The journal holds each batch's first and last date (`date_relation`): rows of one second go together.

use chrono::{Datelike, Days, NaiveDate};
use domain::local_day;
use serde_json::json;
use tokio_util::sync::CancellationToken;
use winpneu::archiving::{Span, archive, next};
use winpneu::attempts::transact;
use winpneu::journal::{self, JournalEntry};
use winpneu::lock::{self, Lock};
use winpneu::{Connection, runs};

use crate::clock;
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::{give_back, lock_holder, open_base, operator};

/// The note under which the last run is remembered.
pub const JOB: &str = "archive";

/// With fewer days than this in `retention.archive_relations_after_days` the history of the last months is hidden: most likely a slip.
pub const FEW_DAYS: u32 = 90;

/// Rows of one transaction, and what else is dated in the same second as the last: so few that nobody who works in the ERP waits for it,
/// nor finds the whole table locked.
const BATCH: u32 = 1_000;

/// Archives what is older than the configuration allows; answers how many rows it marked.
///
/// # Errors
/// When the base does not answer, another automaton is at work, or it was asked to stop before the end: what was archived stays.
pub async fn run(config: &Config, stop: &CancellationToken) -> Result<u64, Failure> {
    let today = local_day(clock::now(), config.timezone);
    let Some(before) = limit(config.retention.archive_relations_after_days, today) else { return Ok(0) };
    let mut base = open_base(config).await?;
    lock::acquire(&mut base, Lock::Work, &lock_holder("archive"), clock::now()).await?;
    let outcome = locked(&mut base, before, stop).await;
    give_back(&mut base, Lock::Work).await;
    outcome
}

/// What is dated before this day is old; none when nothing is: no ERP knows a day before 1753.
fn limit(days: u32, today: NaiveDate) -> Option<NaiveDate> {
    let before = (days > 0).then(|| today.checked_sub_days(Days::new(days.into()))).flatten();
    before.filter(|day| day.year() >= 1753)
}

async fn locked(base: &mut Connection, before: NaiveDate, stop: &CancellationToken) -> Result<u64, Failure> {
    let (mut archived, mut after, mut stopped) = (0, None, false);
    while let Some(span) = next(base, after, before, BATCH).await? {
        if stop.is_cancelled() {
            stopped = true;
            break;
        }
        archived += batch(base, span, before).await?;
        after = Some(span);
    }
    let mut outcome = json!({ "archived": archived, "before": before });
    if stopped {
        outcome["stopped"] = json!(true);
    }
    runs::remember(base, JOB, &outcome, clock::now()).await?;
    if stopped { Err(Failure::Stopped) } else { Ok(archived) }
}

/// One portion with its line in the journal; that line also tells whether a COMMIT happened whose answer was lost.
async fn batch(base: &mut Connection, span: Span, before: NaiveDate) -> Result<u64, Failure> {
    let (id, author) = (clock::new_id(), operator());
    let count = transact(base, Some(id), async |tx| {
        let count = archive(tx, span, before).await?;
        if count == 0 {
            // All of them were dealt with since they were looked at: there is nothing to tell.
            return Ok(None);
        }
        let after =
            json!({ "rows": count, "before": before, "first": span.first, "last": span.last }).to_string();
        let entry = JournalEntry {
            id,
            at: clock::now(),
            author: &author,
            action: "archive",
            entity: "client_relation",
            before: None,
            after: Some(&after),
            file: None,
        };
        journal::write(tx, &entry).await?;
        Ok(Some(count))
    });
    Ok(count.await?.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_is_what_is_dated_before_today_minus_the_days() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        for (days, before) in [
            (0, None),
            (1, Some("2026-03-28")),
            (90, Some("2025-12-29")),
            (730, Some("2024-03-29")),
            // So long ago that nothing is.
            (100_000, None),
            (u32::MAX, None),
        ] {
            assert_eq!(limit(days, day("2026-03-29")), before.map(day), "{days}");
        }
    }
}
