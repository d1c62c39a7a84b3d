//! `quarantine list|show|retry|discard`: what became of refused files, and what an operator does with them.

use cap_std::fs::Dir;
use domain::UserFolder;
use exchange_schema::{FileName, MAX_FILE_BYTES, Sha256};
use serde_json::{Value, json};
use sync_folder::ReadOutcome;
use winpneu::journal::{self, JournalEntry};
use winpneu::lock::{self, Lock};
use winpneu::refusals::{self, RefusedFile};
use winpneu::{Connection, refusals::find};

use super::{Answer, Words};
use crate::cli::QuarantineCommand;
use crate::clock;
use crate::config::Config;
use crate::deed;
use crate::failure::Failure;
use crate::installation::{give_back, lock_holder, open_base, operator};
use crate::integrate::retry;
use crate::mail::one_line::{on_one_line, visible_lines};

pub(super) async fn run(config: &Config, command: QuarantineCommand) -> Result<Answer, Failure> {
    let mut base = open_base(config).await?;
    match command {
        QuarantineCommand::List => list(&mut base).await,
        QuarantineCommand::Show { name } => show(&mut base, config, &name).await,
        QuarantineCommand::Retry { name } => {
            let file = refused(&mut base, &name).await?;
            drop(base);
            let (name, bytes) = retryable(config, &file)?;
            let report = retry(config, &name, &bytes).await?;
            let fine = report.counts.integrated == 1;
            Ok(Answer { words: Words::Pass(Box::new(report)), fine, misconfigured: false })
        }
        QuarantineCommand::Discard { name } => discard(&mut base, config, &name).await,
    }
}

fn line(file: &RefusedFile) -> Value {
    json!({
        "name": file.name,
        "folder": file.folder,
        "author": file.author,
        "reason": file.reason,
        "detail": file.detail,
        "received_at": file.received_at.and_utc(),
        "refused_at": file.refused_at.and_utc(),
        "sha256": file.sha256,
    })
}

async fn list(base: &mut Connection) -> Result<Answer, Failure> {
    let (mut lines, mut text) = (Vec::new(), Vec::new());
    let mut rows = refusals::all(base).await?;
    while let Some(file) = rows.next().await? {
        let [reason, detail] = [&file.reason, &file.detail].map(|part| part.as_deref().unwrap_or("-"));
        let (name, detail) = (on_one_line(&file.name), on_one_line(detail));
        text.push(format!("{name}: {reason}: {detail} ({} UTC)", file.refused_at));
        lines.push(line(&file));
    }
    let text = if text.is_empty() { "the quarantine is empty".to_owned() } else { text.join("\n") };
    Ok(Answer::fine(json!({ "files": lines }), text))
}

/// A file that is (still) refused.
async fn refused(base: &mut Connection, name: &str) -> Result<RefusedFile, Failure> {
    let Some(file) = find(base, name).await? else {
        return Err(Failure::Other(format!("no file {name:?} was ever refused: automaton quarantine list")));
    };
    match (&file.replaced_by, file.refused) {
        (Some(by), _) => {
            Err(Failure::Other(format!("{name} was corrected by {by}: it can never be retried")))
        }
        (None, false) => Err(Failure::Other(format!("{name} is not refused"))),
        (None, true) => Ok(file),
    }
}

/// The reasons that were written when this file was refused.
fn reasons(folder: &Dir, file: &RefusedFile) -> Result<Vec<String>, Failure> {
    let is_it = |bytes: &[u8]| {
        let Ok(why) = serde_json::from_slice::<Value>(bytes) else { return false };
        let same_name = [&why["name"], &why["path"]].iter().any(|name| name.as_str() == Some(&file.name));
        same_name && why["sha256"].as_str() == file.sha256.as_deref()
    };
    Ok(sync_folder::find_reasons(folder, UserFolder::parse(&file.folder).ok().as_ref(), is_it)?)
}

/// The copy that lies in quarantine: its name there and its bytes.
fn copy(config: &Config, file: &RefusedFile) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let Some(sha256) = &file.sha256 else { return Ok(None) };
    let folder = sync_folder::open_root(&config.folders.quarantine)?;
    let user = UserFolder::parse(&file.folder).ok();
    let most = MAX_FILE_BYTES as u64;
    let raw_name = file.name.rsplit('/').next().unwrap_or(&file.name);
    let found = sync_folder::find_quarantined(&folder, user.as_ref(), raw_name, sha256, most)?;
    if found.is_some() {
        return Ok(found);
    }
    // A path too long for the registry does not end in the file's own name: its reason knows it.
    for reason in reasons(&folder, file)? {
        for copy in sync_folder::explained_by(&reason) {
            let read = sync_folder::read_quarantined(&folder, user.as_ref(), copy, most)?;
            if let ReadOutcome::Bytes(bytes) = read
                && Sha256::of(&bytes).to_string() == *sha256
            {
                return Ok(Some((copy.to_owned(), bytes)));
            }
        }
    }
    Ok(None)
}

async fn show(base: &mut Connection, config: &Config, name: &str) -> Result<Answer, Failure> {
    let Some(file) = find(base, name).await? else {
        return Err(Failure::Other(format!("no file {name:?} was ever refused: automaton quarantine list")));
    };
    let copy = copy(config, &file)?;
    let content = copy.as_ref().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let mut json = line(&file);
    json["refused"] = json!(file.refused);
    json["replaced_by"] = json!(file.replaced_by);
    json["discarded_at"] = json!(file.discarded_at.map(|at| at.and_utc()));
    json["copy"] = json!(copy.as_ref().map(|(name, _)| name));
    json["content"] = json!(content);
    let [reason, detail] = [&file.reason, &file.detail].map(|part| part.as_deref().unwrap_or("-"));
    // A hostile content may hold signs that steer a terminal.
    let content = content.map_or_else(|| "no copy in quarantine".to_owned(), |text| visible_lines(&text));
    let state = match (&file.replaced_by, file.refused) {
        (Some(by), _) => format!("not refused any more: {by} corrected it"),
        (None, false) => "not refused (any more)".to_owned(),
        (None, true) if file.discarded_at.is_some() => "refused, and discarded by the operator".to_owned(),
        (None, true) => format!("refused {} UTC: {reason}: {}", file.refused_at, on_one_line(detail)),
    };
    let text = format!("{}\n{state}\n\n{content}", on_one_line(&file.name));
    Ok(Answer::fine(json, text))
}

/// Only what bears its own exchange file's name can be judged again under it.
fn retryable(config: &Config, file: &RefusedFile) -> Result<(FileName, Vec<u8>), Failure> {
    let unretryable = |why: String| {
        Failure::Other(format!(
            "{} cannot be retried: {why}. Look at it with `quarantine show`; what it says can be entered anew on the \
             laptop, or `quarantine discard` it",
            file.name
        ))
    };
    let name = FileName::parse(&file.name).map_err(|_| {
        unretryable(
            "it was refused for its name or its place, and stays so however often it is judged".to_owned(),
        )
    })?;
    if name.author().as_str() != file.folder {
        return Err(unretryable("it lay in another user's folder".to_owned()));
    }
    let (_, bytes) = copy(config, file)?
        .ok_or_else(|| unretryable("the quarantine holds no copy of these bytes".to_owned()))?;
    Ok((name, bytes))
}

/// Off the list, and out of the quarantine folder. The registry keeps that it was refused.
async fn discard(base: &mut Connection, config: &Config, name: &str) -> Result<Answer, Failure> {
    lock::acquire(base, Lock::Work, &lock_holder("quarantine discard"), clock::now()).await?;
    let outcome = discard_locked(base, config, name).await;
    give_back(base, Lock::Work).await;
    outcome?;
    Ok(Answer::fine(json!({ "discarded": name }), format!("discarded {}", on_one_line(name))))
}

async fn discard_locked(base: &mut Connection, config: &Config, name: &str) -> Result<(), Failure> {
    let file = refused(base, name).await?;
    let exchange_name = FileName::parse(name).ok();
    // A retry that died may have archived it: the archive holds integrated files only, or a restore would integrate it.
    if let (Some(name), Some((_, bytes))) = (&exchange_name, copy(config, &file)?) {
        sync_folder::withdraw(&sync_folder::open_root(&config.folders.archive)?, name, &bytes)?;
    }
    let by = operator();
    let line_id = clock::new_id();
    let look = format!("automaton quarantine show {}", on_one_line(name));
    deed::make(base, Some(line_id), &look, async |tx| {
        if !refusals::discard(tx, name, clock::now()).await? {
            return Ok(None);
        }
        let entry = JournalEntry {
            id: line_id,
            at: clock::now(),
            author: &by,
            action: "quarantine-discard",
            entity: &format!("file:{}", winpneu::registry::fitting(name, 50)),
            before: Some(&line(&file).to_string()),
            after: None,
            file: exchange_name.is_some().then_some(name),
        };
        journal::write(tx, &entry).await.map(Some)
    })
    .await?;
    // Died here, copy and reason still lie there: the same command takes them away.
    let folder = sync_folder::open_root(&config.folders.quarantine)?;
    let reasons = reasons(&folder, &file)?;
    let user = UserFolder::parse(&file.folder).ok();
    Ok(sync_folder::discard_quarantined(&folder, user.as_ref(), &reasons)?)
}
