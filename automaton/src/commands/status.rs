//! `status`: what is pending, last runs, ages. Reads only.

use std::path::Path;

use chrono::NaiveDateTime;
use serde_json::{Value, json};
use winpneu::lock::{self, Lock};
use winpneu::registry::FileState;
use winpneu::{
    Connection, Error, creations, duplicates, mails, migrations, overview, parameters, prospects, refusals,
    runs,
};

use super::Answer;
use crate::clock;
use crate::config::Config;
use crate::demo::is_unfinished;
use crate::failure::Failure;
use crate::installation::open_base;
use crate::integrate::pending_in_inbox;
use crate::mail::one_line::on_one_line;

/// Waiting and refused files are listed up to this many each, the latest first; their number is always told.
const LISTED: u32 = 100;

pub(super) async fn run(config: &Config, path: &Path) -> Result<Answer, Failure> {
    let mut base = open_base(config).await?;
    let now = clock::now().naive_utc();
    let inbox = inbox(config, &mut base).await?;
    let holder = lock::holder(&mut base, Lock::Work).await?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let json = json!({
        "unfinished_demo": is_unfinished(folder),
        "schema": migrations::check(&mut base).await?,
        "running": holder.as_ref().map(|holder| json!({ "holder": holder.holder, "since": holder.since })),
        "inbox": inbox,
        "files": counts(&mut base).await?,
        "waiting": listed(&mut base, FileState::Waiting, now).await?,
        "refused": listed(&mut base, FileState::Refused, now).await?,
        "unreported": refusals::count_unreported(&mut base).await?,
        "sequence_gaps": gaps(&mut base).await?,
        "clashes": prospects::count_clashes(&mut base).await?,
        "duplicates": duplicates::count(&mut base).await?,
        "creations": creations(&mut base, now).await?,
        "mails": mails(&mut base, now).await?,
        "addresses_missing": addresses_missing(&mut base).await?,
        "last_integrate": last_run(&mut base, "integrate", now).await?,
        "last_rebuild": last_run(&mut base, crate::rebuild::JOB, now).await?,
        "rebuild_asked": rebuild_asked(&mut base, now).await?,
        "users": users(&mut base, now).await?,
    });
    let text = text(&json);
    Ok(Answer::fine(json, text))
}

/// An inbox that is away is worth telling, and no reason to keep the rest back.
async fn inbox(config: &Config, base: &mut Connection) -> Result<Value, Failure> {
    let counted = match sync_folder::open_root(&config.folders.inbox) {
        Ok(inbox) => pending_in_inbox(base, &inbox).await,
        Err(error) => Err(error.into()),
    };
    match counted {
        Ok(pending) => Ok(json!({ "lying": pending.lying, "pending": pending.pending })),
        Err(Failure::Folder(error)) => Ok(json!({ "problem": error.to_string() })),
        Err(failure) => Err(failure),
    }
}

fn age_seconds(now: NaiveDateTime, then: NaiveDateTime) -> i64 {
    (now - then).num_seconds()
}

async fn counts(base: &mut Connection) -> Result<Value, Error> {
    let mut all = serde_json::Map::new();
    for state in [FileState::Integrated, FileState::Waiting, FileState::Refused, FileState::Replaced] {
        all.insert(word(state).to_owned(), json!(0));
    }
    for (state, count) in overview::counts(base).await? {
        all.insert(word(state).to_owned(), json!(count));
    }
    Ok(Value::Object(all))
}

const fn word(state: FileState) -> &'static str {
    match state {
        FileState::Integrated => "integrated",
        FileState::Waiting => "deferred",
        FileState::Refused => "rejected",
        FileState::Replaced => "replaced",
    }
}

async fn listed(base: &mut Connection, state: FileState, now: NaiveDateTime) -> Result<Value, Error> {
    let files = overview::in_state(base, state, LISTED).await?;
    let line = |file: overview::ListedFile| {
        json!({
            "name": file.name,
            "reason": file.reason,
            "detail": file.detail,
            "received_at": file.received_at.and_utc(),
            "age_seconds": age_seconds(now, file.received_at),
        })
    };
    Ok(files.into_iter().map(line).collect())
}

/// A device numbers its files from 1 without gaps: what is missing has not arrived, or was lost.
async fn gaps(base: &mut Connection) -> Result<Value, Error> {
    let devices = overview::sequences(base).await?;
    let gap = |device: overview::DeviceSequence| {
        (device.highest > device.arrived).then(|| {
            json!({
                "device": device.device,
                "author": device.author,
                "missing": device.highest - device.arrived,
                "highest": device.highest,
            })
        })
    };
    Ok(devices.into_iter().filter_map(gap).collect())
}

async fn creations(base: &mut Connection, now: NaiveDateTime) -> Result<Value, Error> {
    let (pending, oldest) = creations::count_pending(base).await?;
    Ok(json!({ "pending": pending, "oldest_age_seconds": oldest.map(|at| age_seconds(now, at)) }))
}

async fn mails(base: &mut Connection, now: NaiveDateTime) -> Result<Value, Error> {
    let mut all = json!({ "queued": 0, "sent": 0, "failed": 0, "oldest_queued_age_seconds": null });
    for (state, count, oldest) in mails::counts(base).await? {
        if state == "queued" {
            all["oldest_queued_age_seconds"] = json!(age_seconds(now, oldest));
        }
        all[state] = json!(count);
    }
    let last = runs::last(base, crate::delivery::JOB).await?;
    all["away"] = last.map_or(Value::Null, |(round, _)| round["away"].clone());
    Ok(all)
}

/// Parameters without an address: those mails are not written.
async fn addresses_missing(base: &mut Connection) -> Result<Value, Error> {
    let (parameters, _) = parameters::load(base).await?;
    let lists = [
        ("courriels_creation", parameters.courriels_creation.is_empty()),
        ("courriels_modification", parameters.modification_addresses().is_empty()),
        ("courriels_erreur", parameters.courriels_erreur.is_empty()),
    ];
    Ok(lists.iter().filter(|(_, empty)| *empty).map(|(name, _)| json!(name)).collect())
}

async fn last_run(base: &mut Connection, job: &str, now: NaiveDateTime) -> Result<Value, Error> {
    let Some((outcome, at)) = runs::last(base, job).await? else {
        return Ok(Value::Null);
    };
    Ok(json!({ "at": at.and_utc(), "age_seconds": age_seconds(now, at), "outcome": outcome }))
}

/// Since when new bases are wished for, and none were built.
async fn rebuild_asked(base: &mut Connection, now: NaiveDateTime) -> Result<Value, Error> {
    let open = crate::rebuild::wished_since(base).await?;
    Ok(open.map_or(Value::Null, |at| json!({ "at": at.and_utc(), "age_seconds": age_seconds(now, at) })))
}

async fn users(base: &mut Connection, now: NaiveDateTime) -> Result<Value, Error> {
    let mut activity = overview::activity(base).await?;
    activity.sort_by(|a, b| a.folder.cmp(&b.folder));
    let line = |user: overview::UserActivity| {
        json!({
            "folder": user.folder,
            "active": user.active,
            "files": user.files,
            "last_file_at": user.last_file_at.map(|at| at.and_utc()),
            "last_file_age_seconds": user.last_file_at.map(|at| age_seconds(now, at)),
        })
    };
    Ok(activity.into_iter().map(line).collect())
}

/// A value as people read it: no quotes round a text, a dash for nothing.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => on_one_line(text),
        Value::Object(pairs) => {
            pairs.iter().map(|(key, value)| format!("{key} {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// An age as JSON has it.
fn age(seconds: &Value) -> String {
    seconds.as_i64().map_or_else(|| "never".to_owned(), ago)
}

/// An age in the largest unit that says enough.
pub(super) fn ago(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s ago"),
        120..7_200 => format!("{} min ago", seconds / 60),
        7_200..172_800 => format!("{} h ago", seconds / 3_600),
        172_800.. => format!("{} days ago", seconds / 86_400),
    }
}

fn text(json: &Value) -> String {
    let listed = |key: &str| json[key].as_array().cloned().unwrap_or_default();
    let mut lines = Vec::new();
    if json["unfinished_demo"] == true {
        lines.push(
            "demo:      NOT COMPLETE: broken off, or still being made; automaton doctor says how to make it anew"
                .to_owned(),
        );
    }
    lines.push(match &json["running"] {
        Value::Null => "at work:   nobody".to_owned(),
        holder => format!("at work:   {} since {} UTC", plain(&holder["holder"]), plain(&holder["since"])),
    });
    lines.push(match &json["last_integrate"] {
        Value::Null => "last pass: never".to_owned(),
        run => format!("last pass: {}: {}", age(&run["age_seconds"]), plain(&run["outcome"])),
    });
    lines.push(match &json["last_rebuild"] {
        Value::Null => "bases:     never built".to_owned(),
        run => rebuilt(run),
    });
    if !json["rebuild_asked"].is_null() {
        let asked = age(&json["rebuild_asked"]["age_seconds"]);
        lines.push(format!("bases:     new ones are wished for, since {asked}: automaton rebuild"));
    }
    lines.push(match &json["inbox"] {
        inbox if inbox["problem"].is_string() => {
            format!("inbox:     OUT OF REACH: {}", plain(&inbox["problem"]))
        }
        inbox => format!("inbox:     {} files, {} for the next pass", inbox["lying"], inbox["pending"]),
    });
    lines.push(format!("registry:  {}", plain(&json["files"])));
    for (title, key) in [("waiting:  ", "waiting"), ("refused:  ", "refused")] {
        for file in listed(key) {
            let [name, reason, detail] = ["name", "reason", "detail"].map(|part| plain(&file[part]));
            lines.push(format!("{title} {name}: {reason}: {detail} ({})", age(&file["age_seconds"])));
        }
    }
    let refused = json["files"]["rejected"].as_u64().unwrap_or_default();
    if refused > u64::from(LISTED) {
        lines.push(format!("refused:   … and {} older ones", refused - u64::from(LISTED)));
    }
    for gap in listed("sequence_gaps") {
        let [device, author] = ["device", "author"].map(|part| plain(&gap[part]));
        let (missing, highest) = (&gap["missing"], &gap["highest"]);
        lines.push(format!(
            "gap:       device {device} of {author}: {missing} of {highest} files have not arrived"
        ));
    }
    lines.extend(to_be_dealt_with(json));
    for user in listed("users") {
        let last = age(&user["last_file_age_seconds"]);
        let disabled = if user["active"] == false { ", disabled" } else { "" };
        lines.push(format!(
            "user:      {}: {} files, last {last}{disabled}",
            plain(&user["folder"]),
            user["files"]
        ));
    }
    lines.join("\n")
}

/// The last rebuild on one line.
fn rebuilt(run: &Value) -> String {
    let outcome = &run["outcome"];
    let count = |key: &str| outcome[key].as_array().map_or(0, Vec::len);
    let mut line = format!(
        "bases:     {}: generation {}, {} bases",
        age(&run["age_seconds"]),
        outcome["generation"],
        count("bases")
    );
    for failed in outcome["failed"].as_array().into_iter().flatten() {
        line += &format!("; FAILED {}: {}", plain(&failed["base"]), plain(&failed["error"]));
    }
    match outcome["problem_count"].as_u64() {
        Some(0) | None => {}
        Some(problems) => line += &format!("; {problems} rows left out"),
    }
    if outcome["by_statement"] == true {
        line += "; read statement by statement";
    }
    line
}

/// What waits for a person.
fn to_be_dealt_with(json: &Value) -> Vec<String> {
    let count = |value: &Value| value.as_i64().unwrap_or_default();
    let mut lines = Vec::new();
    let creations = &json["creations"];
    if count(&creations["pending"]) > 0 {
        let oldest = age(&creations["oldest_age_seconds"]);
        lines.push(format!("creations: {} pending, the oldest asked {oldest}", creations["pending"]));
    }
    if count(&json["clashes"]) > 0 {
        lines.push(format!("clashes:   {} (changes of prospects that were not made)", json["clashes"]));
    }
    if count(&json["duplicates"]) > 0 {
        lines.push(format!("doubles:   {} (prospects that are likely known already)", json["duplicates"]));
    }
    let mails = &json["mails"];
    if count(&mails["queued"]) + count(&mails["failed"]) > 0 {
        let oldest = age(&mails["oldest_queued_age_seconds"]);
        lines.push(format!(
            "mails:     {} queued (oldest {oldest}), {} failed",
            mails["queued"], mails["failed"]
        ));
    }
    if !mails["away"].is_null() {
        lines.push(format!("mails:     none leaves: {}", plain(&mails["away"])));
    }
    if count(&json["unreported"]) > 0 {
        lines.push(format!("refusals:  {} are in no mail to the error addresses yet", json["unreported"]));
    }
    for name in json["addresses_missing"].as_array().into_iter().flatten() {
        let name = plain(name);
        lines.push(format!(
            "addresses: {name} is empty, nobody is written to: automaton params set {name} a@b.example"
        ));
    }
    lines
}
