//! What does not work any more, and what works again, for the error addresses: one mail each for one trouble.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use minijinja::context;

use super::template::{TemplateError, quotation, template};
use super::{Addressing, Mail, Purpose};

/// What stands still. Mails are not among it: that they do not leave cannot be mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standstill {
    /// Files are not integrated.
    Integration,
    /// Bases are not made anew.
    Bases,
    /// Old relations are not archived.
    Archiving,
}

/// Something has been standing still for some time.
#[derive(Debug, Clone, Copy)]
pub struct Alert<'a> {
    /// To the error addresses; the id is the trouble's own.
    pub addressing: Addressing<'a>,
    /// What stands still.
    pub what: Standstill,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The error's own words.
    pub words: &'a str,
    /// Whose time the mail tells.
    pub timezone: Tz,
}

/// It works again.
#[derive(Debug, Clone, Copy)]
pub struct AllClear<'a> {
    /// To those who got the alert; the id is the trouble's own.
    pub addressing: Addressing<'a>,
    /// What stood still.
    pub what: Standstill,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Whose time the mail tells.
    pub timezone: Tz,
}

impl Standstill {
    const fn subject(self) -> &'static str {
        match self {
            Self::Integration => "L'intégration des fichiers est arrêtée",
            Self::Bases => "Les bases hors ligne ne sont plus actualisées",
            Self::Archiving => "L'archivage des anciennes relations est arrêté",
        }
    }

    /// Ends the sentence « Depuis … ».
    const fn trouble(self) -> &'static str {
        match self {
            Self::Integration => "l'automate ne peut plus intégrer les fichiers des commerciaux",
            Self::Bases => "l'automate ne peut plus actualiser les bases hors ligne des commerciaux",
            Self::Archiving => "l'automate ne peut plus archiver les anciennes relations de winpneu",
        }
    }

    const fn meanwhile(self) -> &'static str {
        match self {
            Self::Integration => {
                "Rien n'est perdu : les fichiers attendent dans le dossier de réception, et l'automate réessaie de lui-même."
            }
            Self::Bases => {
                "Rien n'est perdu : les commerciaux gardent les bases déjà publiées, et l'automate réessaie de lui-même."
            }
            Self::Archiving => {
                "Rien n'est perdu : ces relations restent visibles dans winpneu, et l'automate réessaie de lui-même."
            }
        }
    }

    const fn subject_of_the_end(self) -> &'static str {
        match self {
            Self::Integration => "L'intégration des fichiers fonctionne à nouveau",
            Self::Bases => "Les bases hors ligne sont à nouveau actualisées",
            Self::Archiving => "L'archivage des anciennes relations fonctionne à nouveau",
        }
    }

    /// Begins the sentence « … depuis le ».
    const fn recovered(self) -> &'static str {
        match self {
            Self::Integration => "L'automate intègre à nouveau les fichiers des commerciaux",
            Self::Bases => "L'automate actualise à nouveau les bases hors ligne des commerciaux",
            Self::Archiving => "L'automate archive à nouveau les anciennes relations de winpneu",
        }
    }

    const fn outcome(self) -> &'static str {
        match self {
            Self::Integration => "Les fichiers qui attendaient ont été repris.",
            Self::Bases => "Les nouvelles bases sont publiées.",
            Self::Archiving => "Ce qui attendait a été archivé.",
        }
    }
}

/// The mails that tell of a trouble.
///
/// # Errors
/// When the template is faulty.
pub fn alert(alert: Alert<'_>) -> Result<Vec<Mail>, TemplateError> {
    let Alert { addressing, what, since, words, timezone } = alert;
    let (day, time) = local(since, timezone);
    let words = quotation(words);
    let (subject, trouble, meanwhile) = (what.subject(), what.trouble(), what.meanwhile());
    let text = template!("alert").render(context! { subject, trouble, meanwhile, words, day, time })?;
    Ok(addressing.mails(Purpose::Alert, &text))
}

/// The mails that tell of its end.
///
/// # Errors
/// When the template is faulty.
pub fn all_clear(end: AllClear<'_>) -> Result<Vec<Mail>, TemplateError> {
    let AllClear { addressing, what, since, until, timezone } = end;
    let (day, time) = local(until, timezone);
    let duration = in_words(until - since);
    let (subject, recovered, outcome) = (what.subject_of_the_end(), what.recovered(), what.outcome());
    let text =
        template!("all_clear").render(context! { subject, recovered, outcome, duration, day, time })?;
    Ok(addressing.mails(Purpose::AllClear, &text))
}

fn local(instant: DateTime<Utc>, timezone: Tz) -> (String, String) {
    let at = instant.with_timezone(&timezone);
    (at.format("%d/%m/%Y").to_string(), at.format("%H:%M").to_string())
}

/// As people say it: « 2 jours et 3 heures », « moins d'une minute ».
fn in_words(duration: TimeDelta) -> String {
    let minutes = duration.num_minutes().max(0);
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let some = |number: i64, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{number} {word}s")),
    };
    let parts = match days {
        0 => [some(hours, "heure"), some(rest, "minute")],
        _ => [some(days, "jour"), some(hours, "heure")],
    };
    let said = parts.into_iter().flatten().collect::<Vec<_>>().join(" et ");
    if said.is_empty() { "moins d'une minute".to_owned() } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_its_two_largest_units() {
        for (seconds, words) in [
            (-5, "moins d'une minute"),
            (59, "moins d'une minute"),
            (60, "1 minute"),
            (3_599, "59 minutes"),
            (3_600, "1 heure"),
            (7_320, "2 heures et 2 minutes"),
            (86_400, "1 jour"),
            (86_400 * 2 + 3_600 + 120, "2 jours et 1 heure"),
        ] {
            assert_eq!(in_words(TimeDelta::seconds(seconds)), words, "{seconds}");
        }
    }
}
