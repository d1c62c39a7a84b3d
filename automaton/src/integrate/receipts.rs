//! `receipts.json` of each user, computed from the registry: a pass that died before it wrote them is mended by the next one.

use std::cmp::Reverse;

use cap_std::fs::Dir;
use chrono::{DateTime, Duration, Utc};
use domain::UserFolder;
use exchange_schema::{Kind, MAX_PUBLISHED_BYTES, Manifest, Receipt, ReceiptState, Receipts, Target};
use sync_folder::{ReadOutcome, USERS};
use winpneu::receipts::{self, ReceiptRow};
use winpneu::registry::{self, FileState};
use winpneu::{Connection, Error};

use super::decide::Rules;
use super::facts::Context;
use crate::failure::Failure;

/// How long a receipt is kept after the file's last change; longer while the file lies in the inbox.
const KEPT: Duration = Duration::days(90);
/// More receipts than this no laptop reads; a flooded inbox must not keep the others' receipts back. An entry whose receipt is missing
/// stays on the laptop's screen: that is safe.
const MOST: usize = 20_000;
const FILE: &str = "receipts.json";

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
        let names = lying.iter().filter(|(of, _)| of == folder).map(|(_, name)| name.as_str());
        let receipts = of_user(base, folder, names, kept_since(&context.rules)).await?;
        let bytes = Receipts { user: user.clone(), receipts }
            .to_json()
            .map_err(|error| Failure::Other(format!("receipts of {user}: {error}")))?;
        let dir = sync_folder::open_or_create_dir(bases, &[USERS, user.as_str()])?;
        sync_folder::replace_if_changed(&dir, FILE, &bytes)?;
    }
    Ok(())
}

/// From when on a changed file has its receipt, whether it lies in the inbox or not.
pub fn kept_since(rules: &Rules) -> DateTime<Utc> {
    rules.now - KEPT
}

/// Those of files that lie in the inbox for long, then the others, the latest first, as far as there is room; in a stable order.
async fn of_user<'a>(
    base: &mut Connection,
    folder: &str,
    lying: impl Iterator<Item = &'a str>,
    since: DateTime<Utc>,
) -> Result<Vec<Receipt>, Error> {
    let mut old = Vec::new();
    for name in lying {
        old.extend(
            receipts::receipt(base, name).await?.filter(|row| row.changed_at.and_utc() < since).map(receipt),
        );
    }
    let mut all = Vec::new();
    receipts::each_since(base, folder, since, |row| all.push(receipt(row))).await?;
    if old.len() + all.len() > MOST {
        tracing::warn!(
            folder,
            receipts = old.len() + all.len(),
            "too many receipts: only {MOST} are published"
        );
        old.truncate(MOST);
        all.sort_by_key(|receipt| Reverse(receipt.at));
        all.truncate(MOST - old.len());
    }
    all.append(&mut old);
    all.sort_by(|a, b| (&a.name, a.sha256).cmp(&(&b.name, b.sha256)));
    Ok(all)
}

fn receipt(row: ReceiptRow) -> Receipt {
    let state = match row.state {
        FileState::Integrated => ReceiptState::Integrated,
        FileState::Waiting => ReceiptState::Deferred,
        FileState::Refused | FileState::Replaced => ReceiptState::Rejected,
    };
    let kind: Option<Kind> = row.kind.and_then(|kind| kind.parse().ok());
    Receipt {
        // What reserves nothing is registered by its path: the laptop knows its file by name alone.
        name: row.name.rsplit('/').next().unwrap_or_default().to_owned(),
        sha256: row.sha256.and_then(|hash| hash.parse().ok()),
        state,
        at: row.changed_at.and_utc(),
        reference: row.reference,
        reason: row.reason.and_then(|reason| reason.parse().ok()),
        seq: row.seq.and_then(|seq| u64::try_from(seq).ok()),
        target: kind.filter(|_| state == ReceiptState::Integrated).map(|kind| match kind {
            Kind::Vc | Kind::Mc => Target::Common,
            Kind::Cp | Kind::Mp | Kind::Vp | Kind::Cc => Target::User,
        }),
        message: None,
    }
}

/// Numbers are never given out twice: a base whose counter stands below what was published was restored, and a plain pass would spoil
/// the evidence.
///
/// # Errors
/// [`Failure::Other`] says to run `integrate --from-archive`.
pub async fn refuse_a_restored_base(base: &mut Connection, bases: &Dir) -> Result<(), Failure> {
    let counter = u64::try_from(registry::counter(base).await?).unwrap_or_default();
    let published = match highest_published(bases) {
        Ok(published) => published,
        // It is written anew by this pass; only a restore must not go on without it.
        Err(Failure::Other(problem)) => {
            tracing::warn!(problem, "a published file cannot be read");
            return Ok(());
        }
        Err(failure) => return Err(failure),
    };
    if published > counter {
        return Err(Failure::Other(format!(
            "effect {published} was published, but the base knows only {counter}: it was restored from a backup. Nothing was \
             changed. Run `automaton integrate --from-archive`"
        )));
    }
    Ok(())
}

/// After a restore the counter stands lower than numbers already published: raise it above them, or a laptop whose base says
/// `through: 500` would take a new effect numbered 301 for one that it holds.
///
/// # Errors
/// When base or folder is out of reach, or a published file cannot be read: its numbers would be given out again.
pub async fn pass_published_numbers(base: &mut Connection, bases: &Dir) -> Result<(), Failure> {
    let highest = highest_published(bases)?;
    Ok(registry::raise_counter_to(base, i64::try_from(highest).unwrap_or(i64::MAX)).await?)
}

fn highest_published(bases: &Dir) -> Result<u64, Failure> {
    let mut highest = through(bases, None)?;
    for user in sync_folder::published_users(bases)? {
        highest = highest.max(through(bases, Some(&user))?).max(last_receipt(bases, &user)?);
    }
    Ok(highest)
}

fn through(bases: &Dir, user: Option<&UserFolder>) -> Result<u64, Failure> {
    let manifest = published(bases, user, "manifest.json", Manifest::parse)?;
    Ok(manifest.map_or(0, |manifest| manifest.through))
}

fn last_receipt(bases: &Dir, user: &UserFolder) -> Result<u64, Failure> {
    let read = published(bases, Some(user), FILE, |bytes| serde_json::from_slice::<Numbers>(bytes))?;
    Ok(read.map_or(0, |read| read.receipts.iter().filter_map(|receipt| receipt.seq).max().unwrap_or(0)))
}

/// The numbers of published receipts: read on each pass, so nothing else of them is.
#[derive(serde::Deserialize)]
struct Numbers {
    receipts: Vec<Number>,
}

#[derive(serde::Deserialize)]
struct Number {
    seq: Option<u64>,
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
    let of = user.map_or("everybody", UserFolder::as_str);
    Err(Failure::Other(format!(
        "the published {name} of {of} cannot be read ({problem}): put it back from a laptop or a backup, or remove it if no \
         laptop has it, then run this again"
    )))
}
