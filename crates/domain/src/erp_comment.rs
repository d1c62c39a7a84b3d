//! The text of a visit as `client_relation.commentaire nvarchar(max)` holds it (annex 1). It alone is Unicode
//! (design §4).

use serde::{Deserialize, Serialize};

use crate::text_type::text_type;

/// The last line of every comment that comes from here (annex 1).
const ORIGIN_LINE: &str = "saisie via le CRM";

/// « commentaire » : what the author typed, in Unicode, of at most [`Comment::MAX_CHARS`] characters; it may be
/// empty (« il pourra aussi valider à vide ») and its only control characters are line breaks and tabulations.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Comment(String);

/// Why a text is no comment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommentError {
    /// Nobody reads that much.
    #[error("the comment has {0} characters and at most {max} are kept; shorten it", max = Comment::MAX_CHARS)]
    TooLong(usize),
    /// A character that no screen shows.
    #[error("the comment holds the control character U+{0:04X}; remove it")]
    Control(u32),
}

impl Comment {
    /// The longest comment.
    pub const MAX_CHARS: usize = 10_000;

    /// Whether there is nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    fn check(text: &str) -> Result<(), CommentError> {
        if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(CommentError::Control(u32::from(control)));
        }
        match text.chars().count() {
            count if count > Self::MAX_CHARS => Err(CommentError::TooLong(count)),
            _ => Ok(()),
        }
    }
}

text_type!(Comment, CommentError);

/// « commentaire » de l'ERP : the author's text, the answers rendered, and last the line « saisie via le CRM »; an
/// empty visit has only that line (design §4). Line breaks are LF whatever system they were typed on.
pub fn erp_comment(comment: &str, answers: &[String]) -> String {
    let typed = comment.replace("\r\n", "\n").replace('\r', "\n");
    let typed = typed.trim_end();
    let mut lines: Vec<&str> = Vec::new();
    if !typed.is_empty() {
        lines.push(typed);
    }
    lines.extend(answers.iter().map(String::as_str));
    lines.push(ORIGIN_LINE);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_always_the_origin() {
        let contact = "Type de contact : Visite".to_owned();
        let visit = "Type de visite : Commande".to_owned();
        for (typed, answers, expected) in [
            ("", vec![], "saisie via le CRM"),
            (" \r\n\t ", vec![], "saisie via le CRM"),
            ("RAS", vec![], "RAS\nsaisie via le CRM"),
            ("  Vu M. Hoüel\r\nà 9 h\rbien \n\n", vec![], "  Vu M. Hoüel\nà 9 h\nbien\nsaisie via le CRM"),
            ("", vec![contact.clone()], "Type de contact : Visite\nsaisie via le CRM"),
            (
                "RAS\n",
                vec![contact, visit],
                "RAS\nType de contact : Visite\nType de visite : Commande\nsaisie via le CRM",
            ),
        ] {
            assert_eq!(erp_comment(typed, &answers), expected, "{typed:?} {answers:?}");
        }
    }

    #[test]
    fn comments_are_unicode() {
        for text in ["", "👍 漢字", "a\r\n\tb"] {
            assert_eq!(text.parse::<Comment>().unwrap().as_str(), text);
        }
        assert!("é".repeat(10_000).parse::<Comment>().is_ok());
        assert_eq!("é".repeat(10_001).parse::<Comment>(), Err(CommentError::TooLong(10_001)));
        assert_eq!("a\0".parse::<Comment>(), Err(CommentError::Control(0)));
        assert_eq!("\u{1b}[0m".parse::<Comment>(), Err(CommentError::Control(27)));
        assert!(" \n".parse::<Comment>().unwrap().is_blank());
    }
}
