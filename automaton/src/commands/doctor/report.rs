//! The answer as people read it at three in the morning: what is wrong first, then warnings, then one line of what is fine.

use serde_json::{Value, json};

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
pub(super) fn json(checks: &[Check]) -> Value {
    json!({
        "healthy": healthy(checks),
        "wrong": count(checks, State::Wrong),
        "warnings": count(checks, State::Warning),
        "checks": checks,
    })
}

/// For people.
pub(super) fn text(checks: &[Check]) -> String {
    let mut lines = Vec::new();
    for (state, word) in [(State::Wrong, "WRONG  "), (State::Warning, "warning")] {
        for check in checks.iter().filter(|check| check.state == state) {
            lines.push(format!("{word} {}: {}", check.name, on_one_line(&check.detail)));
            let advice = check.advice.iter().flat_map(|advice| advice.lines());
            lines.extend(advice.map(|line| format!("        -> {line}")));
        }
    }
    let mut fine: Vec<&str> =
        checks.iter().filter(|check| check.state == State::Ok).map(|check| check.name).collect();
    fine.dedup();
    if !fine.is_empty() {
        lines.push(format!("fine    {}", fine.join(", ")));
    }
    lines.push(match (count(checks, State::Wrong), count(checks, State::Warning)) {
        (0, 0) => "nothing is wrong".to_owned(),
        (0, warnings) => format!("nothing is wrong; {}", counted(warnings, "warning")),
        (wrong, warnings) => {
            format!("{} wrong; {}", counted(wrong, "thing"), counted(warnings, "warning"))
        }
    });
    lines.join("\n")
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
            Check::ok("inbox", "all of it"),
            Check::warning("mails", "one waits", "automaton mail list"),
            Check::wrong("disk", "full\nto the brim", "delete something\nthen this"),
            Check::ok("base", "open"),
        ];
        assert_eq!(
            text(&checks),
            "WRONG   disk: full to the brim\n        -> delete something\n        -> then this\n\
             warning mails: one waits\n        -> automaton mail list\n\
             fine    inbox, base\n1 thing wrong; 1 warning"
        );
        assert!(!healthy(&checks) && healthy(&checks[..2]));
        assert_eq!(text(&checks[..1]), "fine    inbox\nnothing is wrong");
        assert_eq!(text(&checks[..2]).lines().last(), Some("nothing is wrong; 1 warning"));
        let json = json(&checks);
        assert_eq!(json["checks"][2]["state"], "wrong");
        assert_eq!(json["checks"][0]["advice"], Value::Null);
        assert_eq!(
            (&json["healthy"], &json["wrong"], &json["warnings"]),
            (&json!(false), &json!(1), &json!(1))
        );
    }
}
