//! `receipts.json` of each user, computed from the registry: a pass that died before it wrote them is mended by the next one.

use std::fmt;
use std::io::BufReader;

use cap_std::fs::Dir;
use chrono::{DateTime, Duration, Utc};
use domain::UserFolder;
use exchange_schema::{Kind, MAX_PUBLISHED_BYTES, Manifest, Receipt, ReceiptState, ReceiptsPrinter, Target};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::json;
use sync_folder::{Comparison, FolderError, OpenOutcome, ReadOutcome, Replacement, USERS};
use winpneu::receipts::{self, ReceiptRow};
use winpneu::registry::{self, FileState};
use winpneu::{Connection, runs};

use super::decide::Rules;
use super::facts::Context;
use crate::failure::Failure;

/// How long a receipt is kept after the file's last change; longer while the file lies in the inbox.
const KEPT: Duration = Duration::days(90);
const FILE: &str = "receipts.json";
/// The note that a restore is under way.
const RESTORE: &str = "restore";

/// Writes every user's receipts that changed. `lying` are registered files still in the inbox that changed long ago: user folder and
/// registered name.
///
/// # Errors
/// When base or folder is out of reach.
pub async fn publish(
    base: &mut Connection,
    bases: &Dir,
    context: &Context,
    lying: &[(String, String)],
) -> Result<(), Failure> {
    for folder in context.users.keys() {
        let Ok(user) = UserFolder::parse(folder) else {
            tracing::warn!(folder, "no user folder can have this name: no receipts are written for it");
            continue;
        };
        let mut lying: Vec<&str> =
            lying.iter().filter(|(of, _)| of == folder).map(|(_, name)| name.as_str()).collect();
        lying.sort_unstable();
        let of = OfUser { user, lying, since: kept_since(&context.rules) };
        let dir = sync_folder::open_or_create_dir(bases, &[USERS, of.user.as_str()])?;
        let mut there = Comparison::with(&dir, FILE)?;
        of.print(base, |piece| there.add(piece)).await?;
        if !there.finish()? {
            let mut new = Replacement::create(&dir, FILE)?;
            of.print(base, |piece| new.add(piece)).await?;
            new.finish()?;
        }
    }
    Ok(())
}

/// From when on a changed file has its receipt, whether it lies in the inbox or not.
pub fn kept_since(rules: &Rules) -> DateTime<Utc> {
    rules.now - KEPT
}

/// Whose receipts, and which.
struct OfUser<'a> {
    user: UserFolder,
    lying: Vec<&'a str>,
    since: DateTime<Utc>,
}

impl OfUser<'_> {
    /// Those of files that lie in the inbox for long, then the others, the latest first, as far as a reader takes them: a flooded inbox
    /// must not keep the others' receipts back. An entry whose receipt is missing stays on the laptop's screen: that is safe.
    async fn print(
        &self,
        base: &mut Connection,
        mut write: impl FnMut(&[u8]) -> Result<(), FolderError>,
    ) -> Result<(), Failure> {
        let mut printer = ReceiptsPrinter::new(&self.user);
        let mut room = true;
        for name in &self.lying {
            let old =
                receipts::receipt(base, name).await?.filter(|row| row.changed_at.and_utc() < self.since);
            if let Some(row) = old {
                room = room && self.push(&mut printer, row)?;
            }
        }
        let mut rows = receipts::since(base, self.user.as_str(), self.since).await?;
        while room {
            let Some(row) = rows.next().await? else { break };
            room = self.push(&mut printer, row)?;
            if let Some(piece) = printer.piece() {
                write(&piece)?;
            }
        }
        if !room {
            tracing::warn!(user = %self.user, "too many receipts for one file: the oldest are not published");
        }
        Ok(write(&printer.end())?)
    }

    fn push(&self, printer: &mut ReceiptsPrinter, row: ReceiptRow) -> Result<bool, Failure> {
        let unspelled = |error| Failure::Other(format!("receipts of {}: {error}", self.user));
        printer.push(&receipt(row)).map_err(unspelled)
    }
}

fn receipt(row: ReceiptRow) -> Receipt {
    let state = match (row.state, row.decision.as_deref()) {
        (FileState::Integrated, Some("validated")) => ReceiptState::Validated,
        (FileState::Integrated, Some("refused")) => ReceiptState::Refused,
        (FileState::Integrated, _) => ReceiptState::Integrated,
        (FileState::Waiting, _) => ReceiptState::Deferred,
        (FileState::Refused | FileState::Replaced, _) => ReceiptState::Rejected,
    };
    Receipt {
        target: (row.state == FileState::Integrated).then(|| target(&row)).flatten(),
        // What reserves nothing is registered by its path: the laptop knows its file by name alone.
        name: row.name.rsplit('/').next().unwrap_or_default().to_owned(),
        sha256: row.sha256.and_then(|hash| hash.parse().ok()),
        state,
        at: row.changed_at.and_utc(),
        reference: row.reference,
        reason: row.reason.and_then(|reason| reason.parse().ok()),
        seq: row.seq.and_then(|seq| u64::try_from(seq).ok()),
        message: row.message,
        clashes: row.clashes.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
    }
}

/// In which base the effect shows. What was sent for a prospect that became a customer went to the customer.
fn target(row: &ReceiptRow) -> Option<Target> {
    let kind: Kind = row.kind.as_deref()?.parse().ok()?;
    let of_customer = || row.reference.as_deref().is_some_and(|code| code.parse::<uuid::Uuid>().is_err());
    Some(match kind {
        Kind::Vc | Kind::Mc => Target::Common,
        Kind::Mp | Kind::Vp if of_customer() => Target::Common,
        // The customer that came of it is everybody's.
        Kind::Cc if row.decision.as_deref() == Some("validated") => Target::Common,
        Kind::Cp | Kind::Mp | Kind::Vp | Kind::Cc => Target::User,
    })
}

/// Numbers are never given out twice: a base whose counter stands below what was published was restored, and a plain pass would spoil
/// the evidence.
///
/// # Errors
/// [`Failure::Other`] says to run `integrate --from-archive`.
pub async fn refuse_a_restored_base(base: &mut Connection, bases: &Dir) -> Result<(), Failure> {
    let restore = runs::last(base, RESTORE).await?;
    if restore.is_some_and(|(note, _)| note["under_way"] == true) {
        return Err(Failure::Other(
            "a restore was begun and not ended: what laptops sent is not all back. Nothing was changed. Run `automaton integrate \
             --from-archive`"
                .to_owned(),
        ));
    }
    let counter = u64::try_from(registry::counter(base).await?).unwrap_or_default();
    // What cannot be read is written anew by this pass; only a restore must not go on without it.
    let published = highest_published(bases, |problem| {
        tracing::warn!(%problem, "a published file cannot be read");
        Ok(0)
    })?;
    if published > counter {
        return Err(Failure::Other(format!(
            "effect {published} was published, but the base knows only {counter}: it was restored from a backup. Nothing was \
             changed. Run `automaton integrate --from-archive`"
        )));
    }
    Ok(())
}

/// Remembers that a restore is under way, and raises the counter. From then on the counter tells nobody any more that rows are missing, so the
/// note does: neither a plain pass nor a rebuild works before the restore has come to its end.
///
/// # Errors
/// As [`pass_published_numbers`].
pub async fn begin_restore(base: &mut Connection, bases: &Dir, now: DateTime<Utc>) -> Result<(), Failure> {
    runs::remember(base, RESTORE, &json!({ "under_way": true }), now).await?;
    pass_published_numbers(base, bases).await
}

/// Everything in the archive has had its turn.
///
/// # Errors
/// When the base does not answer.
pub async fn end_restore(base: &mut Connection, now: DateTime<Utc>) -> Result<(), Failure> {
    Ok(runs::remember(base, RESTORE, &json!({ "under_way": false }), now).await?)
}

/// After a restore the counter stands lower than numbers already published: raise it above them, or a laptop whose base says
/// `through: 500` would take a new effect numbered 301 for one that it holds.
///
/// # Errors
/// When base or folder is out of reach, or a published file cannot be read: its numbers would be given out again.
async fn pass_published_numbers(base: &mut Connection, bases: &Dir) -> Result<(), Failure> {
    let highest = highest_published(bases, Err)?;
    Ok(registry::raise_counter_to(base, i64::try_from(highest).unwrap_or(i64::MAX)).await?)
}

/// The highest number in anything that was published; `unreadable` says what to do with a file that cannot be read.
fn highest_published(
    bases: &Dir,
    unreadable: impl Fn(Failure) -> Result<u64, Failure>,
) -> Result<u64, Failure> {
    let or = |read: Result<u64, Failure>| match read {
        Err(problem @ Failure::Other(_)) => unreadable(problem),
        read => read,
    };
    let mut highest = or(through(bases, None))?;
    for user in sync_folder::published_users(bases)? {
        highest = highest.max(or(through(bases, Some(&user)))?).max(or(last_receipt(bases, &user))?);
    }
    Ok(highest)
}

fn through(bases: &Dir, user: Option<&UserFolder>) -> Result<u64, Failure> {
    let manifest = published(bases, user, "manifest.json", Manifest::parse)?;
    Ok(manifest.map_or(0, |manifest| manifest.through))
}

/// The highest number of a user's published receipts: nothing else of them is kept.
fn last_receipt(bases: &Dir, user: &UserFolder) -> Result<u64, Failure> {
    let problem = match sync_folder::open_published(bases, Some(user), FILE, MAX_PUBLISHED_BYTES as u64)? {
        OpenOutcome::Not(ReadOutcome::Vanished) => return Ok(0),
        OpenOutcome::Not(other) => format!("{other:?}"),
        OpenOutcome::File(file) => match serde_json::from_reader::<_, Numbers>(BufReader::new(file)) {
            Ok(numbers) => return Ok(numbers.receipts.0),
            Err(error) => error.to_string(),
        },
    };
    Err(unreadable(Some(user), FILE, &problem))
}

#[derive(Deserialize)]
struct Numbers {
    receipts: Highest,
}

#[derive(Deserialize)]
struct Number {
    seq: Option<u64>,
}

/// The highest number of a list, of which nothing else is kept.
struct Highest(u64);

impl<'de> Deserialize<'de> for Highest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Highest;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of receipts")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Highest, A::Error> {
                let mut highest = 0;
                while let Some(Number { seq }) = list.next_element()? {
                    highest = highest.max(seq.unwrap_or(0));
                }
                Ok(Highest(highest))
            }
        }
        deserializer.deserialize_seq(Visit)
    }
}

fn published<T, E: std::fmt::Display>(
    bases: &Dir,
    user: Option<&UserFolder>,
    name: &str,
    parse: fn(&[u8]) -> Result<T, E>,
) -> Result<Option<T>, Failure> {
    let problem = match sync_folder::read_published(bases, user, name, MAX_PUBLISHED_BYTES as u64)? {
        ReadOutcome::Vanished => return Ok(None),
        ReadOutcome::Bytes(bytes) => match parse(&bytes) {
            Ok(read) => return Ok(Some(read)),
            Err(error) => error.to_string(),
        },
        other => format!("{other:?}"),
    };
    Err(unreadable(user, name, &problem))
}

fn unreadable(user: Option<&UserFolder>, name: &str, problem: &str) -> Failure {
    let of = user.map_or("everybody", UserFolder::as_str);
    Failure::Other(format!(
        "the published {name} of {of} cannot be read ({problem}): put it back from a laptop or a backup, or remove it if no \
         laptop has it, then run this again"
    ))
}
