//! The base: is it there, of this program's schema, ours, and whole?

use winpneu::lock::{self, Holder, Lock};
use winpneu::{Connection, Error, migrations};

use super::Site;
use super::check::{Check, Paste};
use super::platform::{self, Owners};
use crate::config::WinpneuConfig;
use crate::failure::Failure;
use crate::installation::open_base;
use crate::integrate::refuse_a_restored_base;
use crate::mail::one_line::on_one_line;

const NAME: &str = "base";
const LOCK: &str = "lock";
/// No pass and no rebuild lasts so long.
const LONG_HOURS: i64 = 6;

/// Opens the base; the check says why it cannot.
pub(super) async fn open(site: &Site<'_>) -> Result<Connection, Check> {
    open_base(site.config).await.map_err(|failure| judge_closed(&failure, &site.config.winpneu, site.paste))
}

fn judge_closed(failure: &Failure, place: &WinpneuConfig, paste: &Paste) -> Check {
    let advice = match failure {
        Failure::Base(Error::Missing { .. }) => format!(
            "is its disk mounted? else mend [winpneu] path; only for a new installation: {}",
            paste.command("init")
        ),
        Failure::Base(Error::Older { .. }) => {
            format!("the program was upgraded: {}", paste.command("init"))
        }
        Failure::Base(Error::Newer { .. } | Error::MigrationChanged { .. }) => {
            "install the automaton that this base was last used with, or a later one".to_owned()
        }
        Failure::Base(Error::Damaged { .. }) => {
            "stop the automaton and follow « Restore » in docs/operations.md".to_owned()
        }
        Failure::Base(Error::Refused { .. }) => format!(
            "have the DBA look whether [winpneu] user, password and database are right, and whether that login is a user of the database \
             ({} makes one)\na certificate that nobody here knows wants ca_file, one with another name certificate_host",
            paste.command("init --print login")
        ),
        Failure::Base(Error::Lost { .. }) => {
            "is the server up, and does a firewall let this machine through? else mend [winpneu] server and port (a named instance \
             without a port needs SQL Server Browser, UDP 1434)"
                .to_owned()
        }
        Failure::Base(Error::Unavailable { .. } | Error::Deadlock { .. })
            if matches!(place, WinpneuConfig::SqlServer(_)) =>
        {
            "the server's own words say what keeps it: ask the DBA if it lasts".to_owned()
        }
        Failure::Base(Error::Unavailable { .. }) => {
            "look at its disk and its rights (ls -l, df -h), and run doctor as the automaton's user"
                .to_owned()
        }
        _ => format!("mend it, then: {}", paste.command("config check")),
    };
    Check::wrong(NAME, format!("{failure} (what is in it could not be looked at)"), advice)
}

pub(super) async fn look(base: &mut Connection, site: &Site<'_>, checks: &mut Vec<Check>) {
    let owners = match &site.config.winpneu {
        WinpneuConfig::Embedded { path } => platform::owners(path),
        WinpneuConfig::SqlServer(_) => None,
    };
    let own = judge_owner(owners, site.paste);
    // Asking for the lock makes its file, which another user's automaton could not open.
    if own.is_none() {
        checks.push(held(base, site).await.unwrap_or_else(|error| Check::unanswered(LOCK, &error)));
    }
    checks.extend(own);
    checks.push(match migrations::check(base).await {
        Ok(schema) => whole(base, site, schema).await,
        Err(error) => Check::unanswered(NAME, &error),
    });
}

/// A command given as root makes files that the automaton cannot open.
fn judge_owner(owners: Option<Owners>, paste: &Paste) -> Option<Check> {
    let Owners { of_file, of_process } = owners?;
    (of_file != of_process).then(|| {
        Check::warning(
            "user",
            format!(
                "this runs as user {of_process}, the base belongs to user {of_file}: what is tried here says little about \
                 the automaton's rights, and files made by this user are closed to it"
            ),
            format!("sudo -u '#{of_file}' {}", paste.command("doctor")),
        )
    })
}

async fn held(base: &mut Connection, site: &Site<'_>) -> Result<Check, Error> {
    let holder = lock::holder(base, Lock::Work).await?;
    Ok(judge_holder(holder.as_ref(), site.now.naive_utc()))
}

fn judge_holder(holder: Option<&Holder>, now: chrono::NaiveDateTime) -> Check {
    let Some(holder) = holder else { return Check::ok(LOCK, "nobody is at work") };
    let who = on_one_line(&holder.holder);
    let Some(since) = holder.since else { return Check::ok(LOCK, format!("at work: {who}")) };
    let detail = format!("at work: {who}, since {since} UTC");
    if (now - since).num_hours() < LONG_HOURS {
        return Check::ok(LOCK, detail);
    }
    Check::warning(
        LOCK,
        detail,
        "it lives, for the lock ends with its process; if it hangs, stop it: nothing is left half done",
    )
}

/// Whether it is what laptops were told of, and not an older copy.
async fn whole(base: &mut Connection, site: &Site<'_>, schema: u32) -> Check {
    // Folders that are away are told where the folders are.
    let Ok(bases) = sync_folder::open_root(&site.config.folders.bases) else {
        return Check::ok(NAME, format!("schema {schema}"));
    };
    match refuse_a_restored_base(base, &bases).await {
        Err(Failure::Other(words)) => Check::wrong(
            NAME,
            words,
            format!(
                "{}\nthen go on as « Restore » in docs/operations.md says",
                site.paste.command("integrate --from-archive")
            ),
        ),
        Err(Failure::Base(error)) => Check::unanswered(NAME, &error),
        _ => Check::ok(NAME, format!("schema {schema}")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::check::State;
    use super::*;
    use crate::config::Config;

    const SERVER: &str =
        "backend = \"sqlserver\"\nserver = \"ERP\"\ndatabase = \"w\"\nuser = \"u\"\npassword_env = \"P\"";

    fn place(table: &str) -> WinpneuConfig {
        let folders = "[folders]\ninbox = \"i\"\nbases = \"b\"\narchive = \"a\"\nquarantine = \"q\"";
        let text = format!("[winpneu]\n{table}\n{folders}");
        Config::parse(&text, Path::new("/srv")).expect("a configuration").winpneu
    }

    #[test]
    fn each_reason_for_a_closed_base_has_its_own_advice() {
        let paste = Paste::new(Path::new("automaton.toml"));
        let (file, server) = (place("backend = \"embedded\"\npath = \"w\""), place(SERVER));
        for (error, advice) in [
            (Error::Missing { path: "x".into() }, "automaton init"),
            (Error::Older { found: 3, needed: 5 }, "automaton init"),
            (Error::Newer { found: 9, known: 5 }, "later one"),
            (Error::MigrationChanged { number: 2 }, "later one"),
            (Error::Damaged { detail: "x".into() }, "Restore"),
            (Error::Unavailable { detail: "x".into() }, "ls -l"),
        ] {
            let check = judge_closed(&Failure::Base(error), &file, &paste);
            assert!(check.advice.as_deref().is_some_and(|words| words.contains(advice)), "{check:?}");
        }
        let (detail, statement) = (String::new, String::new);
        for (error, advice) in [
            (Error::Older { found: 0, needed: 1 }, "automaton init"),
            (Error::Refused { detail: detail() }, "init --print login"),
            (Error::Lost { detail: detail() }, "firewall"),
            (Error::Unavailable { detail: detail() }, "DBA"),
            (Error::Deadlock { statement: statement(), detail: detail() }, "DBA"),
        ] {
            let check = judge_closed(&Failure::Base(error), &server, &paste);
            assert!(check.advice.as_deref().is_some_and(|words| words.contains(advice)), "{check:?}");
        }
        let check = judge_closed(&Failure::Usage("winpneu.password_file: x".into()), &server, &paste);
        assert!(check.advice.is_some_and(|words| words.contains("config check")));
    }

    #[test]
    fn another_user_is_told_to_be_the_right_one() {
        let paste = Paste::new(Path::new("/etc/a.toml"));
        assert_eq!(judge_owner(None, &paste), None);
        assert_eq!(judge_owner(Some(Owners { of_file: 7, of_process: 7 }), &paste), None);
        let check = judge_owner(Some(Owners { of_file: 7, of_process: 0 }), &paste).expect("a warning");
        assert_eq!(check.advice.as_deref(), Some("sudo -u '#7' automaton --config /etc/a.toml doctor"));
    }

    #[test]
    fn a_holder_may_hold_for_hours() {
        let now = "2026-11-21T15:00:00".parse().expect("an instant");
        let holder = |since: Option<&str>| Holder {
            holder: "`automaton rebuild`\u{1b}[2J".to_owned(),
            since: since.map(|since| since.parse().expect("an instant")),
        };
        assert_eq!(judge_holder(None, now).state, State::Ok);
        for (since, state) in [
            (None, State::Ok),
            (Some("2026-11-21T14:00:00"), State::Ok),
            (Some("2026-11-21T09:00:00"), State::Warning),
        ] {
            let check = judge_holder(Some(&holder(since)), now);
            assert!(check.state == state && !check.detail.contains('\u{1b}'), "{check:?}");
        }
    }
}
