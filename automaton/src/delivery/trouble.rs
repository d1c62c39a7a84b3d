//! Why a mail did not leave, in words for the operator.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use super::SendError;
use super::verdict::{Answer, Meaning, Phase, meaning};
use crate::mail::one_line::on_one_line;

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// See [`Meaning::Away`].
    Away(String),
    /// See [`Meaning::Shut`].
    Shut(String),
    /// See [`Meaning::Unknown`].
    Unknown(String),
    /// See [`Meaning::Later`].
    Later(String),
    /// See [`Meaning::Never`].
    Never(String),
}

impl Trouble {
    /// As an answer means it.
    pub(super) fn new(phase: Phase, answer: Answer, words: String) -> Self {
        match meaning(phase, answer) {
            Meaning::Away => Self::Away(words),
            Meaning::Shut => Self::Shut(words),
            Meaning::Unknown => Self::Unknown(words),
            Meaning::Later => Self::Later(words),
            Meaning::Never => Self::Never(words),
        }
    }

    /// What the operator is told.
    pub(super) fn into_words(self) -> String {
        match self {
            Self::Away(words)
            | Self::Shut(words)
            | Self::Unknown(words)
            | Self::Later(words)
            | Self::Never(words) => words,
        }
    }
}

impl From<Trouble> for SendError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Away(words) => Self::Away(words),
            Trouble::Shut(words) | Trouble::Unknown(words) => Self::Unknown(words),
            Trouble::Later(words) => Self::Later(words),
            Trouble::Never(words) => Self::Never(words),
        }
    }
}

/// The words about a positive answer that is none to what was said.
pub(super) fn out_of_turn(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    let words = on_one_line(&format!("{} {}", response.code(), words.join(" ")));
    format!("{words} (which is no answer to that: somebody disturbs the talk, or it is no mail server)")
}

/// What the server answered, and the words about it.
pub(super) fn answer(error: &Error) -> (Answer, String) {
    let words = on_one_line(&innermost(error));
    let Some(code) = error.status() else {
        let words = if error.is_response() { format!("an answer that is none: {words}") } else { words };
        return (Answer::Nothing, with_advice(&words));
    };
    let words = format!("{code} {words}");
    let code = u16::from(code);
    let words = match code {
        530 => format!("{words} (the server wants a login, mail.user, or encryption, mail.security)"),
        534 | 535 | 538 => format!("{words} (mail.user and its password, or mail.security)"),
        _ => words,
    };
    (Answer::Code(code), words)
}

/// The words of the first cause: what stands around it only says that it is an error.
fn innermost(error: &Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// What to mend, for what cannot be guessed from the words.
fn with_advice(words: &str) -> String {
    const AUTHORITY: &str =
        "nobody whom this system trusts made the certificate; a company's own authority goes in mail.ca_file";
    const NAME: &str = "mail.host must be a name that stands in the certificate";
    let advice = [
        ("UnknownIssuer", AUTHORITY),
        // It goes by the name of a trusted authority, with another key.
        ("BadSignature", AUTHORITY),
        ("not valid for name", NAME),
        ("NotValidForName", NAME),
        ("InvalidContentType", "this port speaks no TLS at once; try mail.security = \"starttls\""),
        (
            "No compatible authentication mechanism",
            "the server offers no login here; take mail.user away, or mend mail.security or mail.port",
        ),
    ];
    let found = advice.iter().find(|(part, _)| words.contains(part));
    found.map_or_else(|| words.to_owned(), |(_, advice)| format!("{words}: {advice}"))
}
