//! The answer as people read it at three in the morning: what is wrong first, then warnings, then one line of what is fine.

use serde_json::{Value, json};

use super::ages::Ages;
use super::check::{Check, State};
use crate::mail::one_line::on_one_line;

/// Whether nothing has to be mended now.
pub(super) fn healthy(checks: &[Check]) -> bool {
    count(checks, State::Wrong) == 0
}

fn count(checks: &[Check], state: State) -> usize {
    checks.iter().filter(|check| check.state == state).count()
}

/// For programs.
pub(super) fn json(checks: &[Check], users: &[Ages]) -> Value {
    json!({
        "healthy": healthy(checks),
        "wrong": count(checks, State::Wrong),
        "warnings": count(checks, State::Warning),
        "checks": checks,
        "users": users,
    })
}

/// For people.
pub(super) fn text(checks: &[Check], users: &[Ages]) -> String {
    let mut lines = Vec::new();
    for (state, word) in [(State::Wrong, "WRONG  "), (State::Warning, "warning")] {
        for check in checks.iter().filter(|check| check.state == state) {
            lines.push(format!("{word} {}: {}", check.name, on_one_line(&check.detail)));
            let advice = check.advice.iter().flat_map(|advice| advice.lines());
            lines.extend(advice.map(|line| format!("        -> {line}")));
        }
    }
    // A name may have several checks.
    let ill = |name| checks.iter().any(|check| check.name == name && check.state != State::Ok);
    let mut fine: Vec<String> =
        checks.iter().filter(|check| check.state == State::Ok && !ill(check.name)).map(named).collect();
    fine.dedup();
    if !fine.is_empty() {
        lines.push(format!("fine    {}", fine.join(", ")));
    }
    lines.extend(users.iter().map(|user| format!("user    {}", on_one_line(&user.line()))));
    lines.push(match (count(checks, State::Wrong), count(checks, State::Warning)) {
        (0, 0) => "nothing is wrong".to_owned(),
        (0, warnings) => format!("nothing is wrong; {}", counted(warnings, "warning")),
        (wrong, warnings) => {
            format!("{} wrong; {}", counted(wrong, "thing"), counted(warnings, "warning"))
        }
    });
    lines.join("\n")
}

fn named(check: &Check) -> String {
    check.remark.map_or_else(|| check.name.to_owned(), |remark| format!("{} ({remark})", check.name))
}

fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_comes_first_and_the_best_is_one_line() {
        let checks = [
            Check::ok("disk", "another one has room"),
            Check::ok("inbox", "all of it"),
            Check::warning("mails", "one waits", "automaton mail list"),
            Check::wrong("disk", "full\nto the brim", "delete something\nthen this"),
            Check::ok("daemon", "refused").remarking("none runs"),
        ];
        let users = [Ages { user: "zoe".to_owned(), base_age_seconds: Some(7), last_file_age_seconds: None }];
        assert_eq!(
            text(&checks, &users),
            "WRONG   disk: full to the brim\n        -> delete something\n        -> then this\n\
             warning mails: one waits\n        -> automaton mail list\n\
             fine    inbox, daemon (none runs)\nuser    zoe: base built 7 s ago, last file never\n1 thing wrong; 1 warning"
        );
        assert!(!healthy(&checks) && healthy(&checks[..3]));
        assert_eq!(text(&checks[..2], &[]), "fine    disk, inbox\nnothing is wrong");
        assert_eq!(text(&checks[..3], &[]).lines().last(), Some("nothing is wrong; 1 warning"));
        let json = json(&checks, &users);
        assert_eq!(
            json["users"],
            json!([{ "user": "zoe", "base_age_seconds": 7, "last_file_age_seconds": null }])
        );
        assert_eq!(json["checks"][3]["state"], "wrong");
        assert_eq!(json["checks"][0]["advice"], Value::Null);
        assert_eq!(
            (&json["healthy"], &json["wrong"], &json["warnings"]),
            (&json!(false), &json!(1), &json!(1))
        );
    }
}
