//! What one check answers, and the commands that it proposes.

use std::path::Path;

use serde::Serialize;

/// How a check came out, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// Something must be mended.
    Wrong,
    /// Somebody should look at it by day.
    Warning,
    Ok,
}

/// The answer of one check. Names are few and stable: scripts may look for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) state: State,
    /// What was found.
    pub(super) detail: String,
    /// What to do about it; none when all is well.
    pub(super) advice: Option<String>,
    /// What its name alone would not tell among the things that are fine.
    #[serde(skip)]
    pub(super) remark: Option<&'static str>,
}

impl Check {
    pub(super) fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, state: State::Ok, detail: detail.into(), advice: None, remark: None }
    }

    pub(super) fn remarking(self, remark: &'static str) -> Self {
        Self { remark: Some(remark), ..self }
    }

    pub(super) fn warning(name: &'static str, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { name, state: State::Warning, detail: detail.into(), advice: Some(advice.into()), remark: None }
    }

    pub(super) fn wrong(name: &'static str, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { name, state: State::Wrong, detail: detail.into(), advice: Some(advice.into()), remark: None }
    }

    /// A question that the base did not answer: the other ones are asked all the same.
    pub(super) fn unanswered(name: &'static str, error: &winpneu::Error) -> Self {
        let advice = if error.is_transient() {
            "the base is busy, or its disk or server is away: run doctor again in a minute"
        } else {
            "the base does not hold what this program expects: see the line on the base, and restore it if it is damaged"
        };
        Self::wrong(name, format!("the base did not answer: {error}"), advice)
    }
}

/// Commands for this installation, as they can be pasted.
#[derive(Debug, Clone)]
pub(super) struct Paste {
    program: String,
    /// Whether the automaton is a service of systemd here.
    service: bool,
}

impl Paste {
    pub(super) fn new(config: &Path) -> Self {
        let text = config.display().to_string();
        let program = match text.as_str() {
            "automaton.toml" => "automaton".to_owned(),
            _ => format!("automaton --config {}", quoted(&text)),
        };
        Self { program, service: false }
    }

    pub(super) fn with_service(self, service: bool) -> Self {
        Self { service, ..self }
    }

    /// How to look at a daemon that does not do its work.
    pub(super) fn look(&self) -> String {
        if self.service {
            return "systemctl status tournee-automaton\njournalctl -u tournee-automaton -n 50".to_owned();
        }
        "the last lines of its log, in the folder that [logs] names, say what it does".to_owned()
    }

    /// How to find out whether the daemon runs, and begin it.
    pub(super) fn begin(&self) -> String {
        if self.service {
            return format!("is the daemon running?\n{}", self.look());
        }
        format!("is the daemon running? This starts it: {}", self.command("run"))
    }

    /// How to start the daemon anew.
    pub(super) fn restart(&self) -> String {
        if self.service {
            return "systemctl restart tournee-automaton".to_owned();
        }
        format!("stop it, and start it again: {}", self.command("run"))
    }

    /// `automaton … REST`.
    pub(super) fn command(&self, rest: &str) -> String {
        format!("{} {rest}", self.program)
    }
}

/// A path as a shell takes it for one word.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:\\".contains(c);
    if text.chars().all(plain) && !text.is_empty() {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Up to this many things are named; the others are counted.
const NAMED: usize = 5;

/// « a, b, c and 4 more ».
pub(super) fn listed(things: &[String]) -> String {
    let named = things.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match things.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_name_the_configuration_unless_it_is_the_usual_one() {
        for (config, command) in [
            ("automaton.toml", "automaton status"),
            ("/etc/tournee/automaton.toml", "automaton --config /etc/tournee/automaton.toml status"),
            ("/srv/l'été/a b.toml", r"automaton --config '/srv/l'\''été/a b.toml' status"),
        ] {
            assert_eq!(Paste::new(Path::new(config)).command("status"), command);
        }
    }

    #[test]
    fn systemd_is_named_only_where_it_starts_the_daemon() {
        let words = |paste: &Paste| {
            [paste.look(), paste.begin(), paste.restart()].map(|words| words.contains("systemctl"))
        };
        let paste = Paste::new(Path::new("automaton.toml"));
        assert_eq!(words(&paste), [false; 3]);
        assert!(paste.begin().ends_with("automaton run"));
        assert_eq!(words(&paste.with_service(true)), [true; 3]);
    }

    #[test]
    fn long_lists_are_cut() {
        let things: Vec<String> = (1..=7).map(|n| n.to_string()).collect();
        assert_eq!(listed(&things), "1, 2, 3, 4, 5 and 2 more");
        assert_eq!(listed(&things[..2]), "1, 2");
        assert_eq!(listed(&[]), "");
    }
}
