//! The correspondence table, the lists of addresses, the parameters, and reps who have fallen silent.

use chrono::{DateTime, Utc};
use domain::Parameters;
use winpneu::overview::{self, UserActivity};
use winpneu::parameters::{self, ParameterProblem};
use winpneu::users::{self, User};
use winpneu::{Connection, Error};

use super::super::status::ago;
use super::Site;
use super::check::{Check, Paste, listed};

const USERS: &str = "users";
const SILENT: &str = "silent laptops";
const PARAMETERS: &str = "parameters";
/// A rep who works sends something within this.
const SILENT_DAYS: i64 = 7;

pub(super) async fn look(base: &mut Connection, site: &Site<'_>, checks: &mut Vec<Check>) {
    match users::all(base).await {
        Ok(all) => {
            checks.push(judge_users(&all, site.paste));
            checks.push(silent(base, &all, site).await.unwrap_or_else(|e| Check::unanswered(SILENT, &e)));
        }
        Err(error) => checks.push(Check::unanswered(USERS, &error)),
    }
    checks.push(match parameters::load(base).await {
        Ok((parameters, problems)) => judge_parameters(&parameters, &problems, site.paste),
        Err(error) => Check::unanswered(PARAMETERS, &error),
    });
}

/// Whether files are expected of him: accountants and administrators need not visit anybody.
fn is_rep(user: &User) -> bool {
    user.active && user.windows_user.is_some() && !user.accountant && !user.admin
}

/// What each active user lacks.
fn judge_users(all: &[User], paste: &Paste) -> Check {
    let active: Vec<&User> = all.iter().filter(|user| user.active).collect();
    if active.is_empty() {
        let advice = paste.command("users import USERS.csv");
        return Check::warning(USERS, "there are none: every file will be refused", advice);
    }
    let mut lacking: Vec<String> = active.iter().filter_map(|user| lacks(user)).collect();
    if !active.iter().any(|user| user.accountant || user.admin) {
        lacking.push("nobody may validate creations (comptable, admin)".to_owned());
    }
    if lacking.is_empty() {
        return Check::ok(USERS, format!("{} active", active.len()));
    }
    Check::warning(
        USERS,
        listed(&lacking),
        format!(
            "write them into a CSV and: {}; the table stands in: {}",
            paste.command("users import USERS.csv"),
            paste.command("users list")
        ),
    )
}

fn lacks(user: &User) -> Option<String> {
    let rep = is_rep(user);
    let missing: Vec<&str> = [
        ("c_user", rep && user.c_user.is_none()),
        ("c_rep", rep && user.c_rep.is_none()),
        ("courriel", user.email.is_none()),
    ]
    .into_iter()
    .filter_map(|(column, missing)| missing.then_some(column))
    .collect();
    (!missing.is_empty()).then(|| format!("{} has no {}", user.folder, missing.join(", no ")))
}

async fn silent(base: &mut Connection, all: &[User], site: &Site<'_>) -> Result<Check, Error> {
    let reps: Vec<&str> = all.iter().filter(|user| is_rep(user)).map(|user| user.folder.as_str()).collect();
    let mut activity = overview::activity(base).await?;
    activity.retain(|user| reps.contains(&user.folder.as_str()));
    activity.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(judge_silent(&activity, site.now))
}

fn judge_silent(reps: &[UserActivity], now: DateTime<Utc>) -> Check {
    let silent: Vec<String> = reps
        .iter()
        .filter_map(|rep| match rep.last_file_at.map(|at| now.naive_utc() - at) {
            None => Some(format!("{} (never)", rep.folder)),
            Some(age) if age.num_days() >= SILENT_DAYS => {
                Some(format!("{} ({})", rep.folder, ago(age.num_seconds())))
            }
            Some(_) => None,
        })
        .collect();
    if silent.is_empty() {
        return Check::ok(SILENT, "none");
    }
    Check::warning(
        SILENT,
        format!("no file for {SILENT_DAYS} days from: {}", listed(&silent)),
        "on holiday, or is the sync of that laptop broken? Ask the rep how many entries wait to be sent",
    )
}

fn judge_parameters(parameters: &Parameters, problems: &[ParameterProblem], paste: &Paste) -> Check {
    if !problems.is_empty() {
        let named: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.name, problem.problem)).collect();
        let detail = format!("cannot be read, defaults are in force: {}", listed(&named));
        return Check::wrong(PARAMETERS, detail, paste.command("params set NAME VALUE"));
    }
    let empty: Vec<&str> = [
        ("courriels_creation", parameters.courriels_creation.is_empty()),
        ("courriels_modification", parameters.modification_addresses().is_empty()),
        ("courriels_erreur", parameters.courriels_erreur.is_empty()),
    ]
    .into_iter()
    .filter_map(|(name, empty)| empty.then_some(name))
    .collect();
    let Some(first) = empty.first() else {
        return Check::ok(PARAMETERS, "readable, every list has an address");
    };
    Check::warning(
        PARAMETERS,
        format!("no address in {}: nobody is written to", empty.join(", ")),
        paste.command(&format!("params set {first} a@b.example")),
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::check::State;
    use super::*;

    fn paste() -> Paste {
        Paste::new(Path::new("automaton.toml"))
    }

    fn user(folder: &str) -> User {
        User {
            folder: folder.to_owned(),
            windows_user: Some(format!("SIEGE\\{folder}")),
            c_user: "JD".to_owned().try_into().ok(),
            c_rep: "JD01".to_owned().try_into().ok(),
            email: Some("j@pneus.example".to_owned()),
            shown_name: None,
            admin: false,
            accountant: false,
            active: true,
        }
    }

    #[test]
    fn who_lacks_what_is_told() {
        let rep = || user("jdupont");
        let accountant = || User { accountant: true, c_user: None, c_rep: None, ..user("cpetit") };
        for (users, state, words) in [
            (vec![], State::Warning, "none"),
            (vec![User { active: false, ..rep() }], State::Warning, "none"),
            (vec![rep(), accountant()], State::Ok, "2 active"),
            (vec![rep()], State::Warning, "nobody may validate"),
            (vec![rep(), User { admin: true, accountant: false, ..accountant() }], State::Ok, "2"),
            (
                vec![User { c_user: None, email: None, ..rep() }, accountant()],
                State::Warning,
                "jdupont has no c_user, no courriel",
            ),
            (vec![User { c_rep: None, active: false, ..rep() }, accountant()], State::Ok, "1 active"),
            (vec![rep(), User { email: None, ..accountant() }], State::Warning, "cpetit has no courriel"),
        ] {
            let check = judge_users(&users, &paste());
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
    }

    #[test]
    fn a_rep_may_be_silent_for_a_week() {
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
        let rep = |last: Option<&str>| UserActivity {
            folder: "jdupont".to_owned(),
            active: true,
            last_file_at: last.map(|last| last.parse().expect("an instant")),
            files: 1,
        };
        for (last, state, words) in [
            (Some("2026-11-14T15:00:01"), State::Ok, "none"),
            (Some("2026-11-14T15:00:00"), State::Warning, "jdupont (7 days ago)"),
            (None, State::Warning, "jdupont (never)"),
        ] {
            let check = judge_silent(&[rep(last)], now);
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
    }

    #[test]
    fn parameters_are_readable_and_lists_have_addresses() {
        let mut parameters = Parameters::default();
        let check = judge_parameters(&parameters, &[], &paste());
        assert!(
            check.state == State::Warning && check.detail.contains("courriels_modification"),
            "{check:?}"
        );
        for name in ["courriels_creation", "courriels_erreur"] {
            parameters.set(name, serde_json::json!(["a@b.example"])).expect("set");
        }
        assert_eq!(judge_parameters(&parameters, &[], &paste()).state, State::Ok);
        let problem = ParameterProblem { name: "etapes".to_owned(), problem: "no list".to_owned() };
        let check = judge_parameters(&parameters, &[problem], &paste());
        assert!(check.state == State::Wrong && check.detail.contains("etapes: no list"), "{check:?}");
    }
}
