//! The parts of the tree, each valid by itself; that the whole hangs together is the form's affair.

use serde::{Deserialize, Serialize};

use crate::erp_text::TrimmedErpText;
use crate::text_type::text_type;

/// « libellé » of a section or node; it ends up in the ERP's comment and in mails.
pub type FormLabel = TrimmedErpText<80>;

/// « identifiant de nœud » : `[a-z0-9][a-z0-9._-]{0,63}`. Answers and statistics stand on it, so it is never
/// used again for something else (design §6, `crm_formulaire`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NodeId(String);

/// Why a text is no node id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a node id; use 1 to 64 of a-z 0-9 . _ -, beginning with a letter or digit")]
pub struct NodeIdError(String);

impl NodeId {
    /// The longest id.
    pub const MAX_LEN: usize = 64;

    fn check(text: &str) -> Result<(), NodeIdError> {
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-');
        let well_formed = (1..=Self::MAX_LEN).contains(&text.len())
            && text.chars().all(allowed)
            && !text.starts_with(['.', '_', '-']);
        if well_formed { Ok(()) } else { Err(NodeIdError(text.to_owned())) }
    }

    /// For the default form, which a test checks.
    pub(super) fn from_literal(text: &'static str) -> NodeId {
        NodeId(text.to_owned())
    }
}

text_type!(NodeId, NodeIdError);

/// « sens » d'une réponse : `quote/<type>` says that a quote of that type was handed over, `contact/<type>` how the
/// two were in contact, with `[a-z0-9-]{1,32}` as type. The statistics stand on it (design §7, `formulaire_visite`),
/// not on labels, which may be corrected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Meaning(String);

/// Why a text is no meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a meaning; write quote/ or contact/ and a type of 1 to 32 of a-z 0-9 -, for example quote/tp or \
     contact/visite"
)]
pub struct MeaningError(String);

impl Meaning {
    const QUOTE: &str = "quote/";
    const CONTACT: &str = "contact/";

    /// The type of quote that was handed over.
    pub fn quote_type(&self) -> Option<&str> {
        self.0.strip_prefix(Self::QUOTE)
    }

    /// The way in which the two were in contact.
    pub fn contact_type(&self) -> Option<&str> {
        self.0.strip_prefix(Self::CONTACT)
    }

    fn check(text: &str) -> Result<(), MeaningError> {
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        match text.strip_prefix(Self::QUOTE).or_else(|| text.strip_prefix(Self::CONTACT)) {
            Some(kind) if (1..=32).contains(&kind.len()) && kind.chars().all(allowed) => Ok(()),
            _ => Err(MeaningError(text.to_owned())),
        }
    }

    /// For the default form, which a test checks.
    pub(super) fn from_literal(text: &'static str) -> Meaning {
        Meaning(text.to_owned())
    }
}

text_type!(Meaning, MeaningError);

/// « type de bouton » : how a node is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// « bouton radio » : at most one of its siblings that are radio buttons too.
    Radio,
    /// « checkbox » : any number.
    Checkbox,
}

/// « rubrique » : a heading and what is asked under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    /// Unique in the form, among nodes too.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub id: NodeId,
    /// The heading.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub label: FormLabel,
    /// What is asked, in the order shown.
    pub nodes: Vec<FormNode>,
}

/// « nœud » : one answer that may be picked, and those that refine it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct FormNode {
    /// Unique in the form.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub id: NodeId,
    /// The words beside the button.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub label: FormLabel,
    /// Radio button or checkbox.
    pub choice: Choice,
    /// What it counts as in the statistics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<String>"))]
    pub meaning: Option<Meaning>,
    /// What may be picked once this is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<FormNode>>"))]
    pub children: Vec<FormNode>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_ids() {
        let widest = "a".repeat(64);
        for text in ["a", "0", "visite.avec-rdv", "a_", "a.", widest.as_str()] {
            assert_eq!(text.parse::<NodeId>().unwrap().as_str(), text);
        }
        let too_wide = "a".repeat(65);
        for text in ["", ".a", "-a", "_a", "A", "é", "a b", too_wide.as_str()] {
            assert_eq!(text.parse::<NodeId>(), Err(NodeIdError(text.to_owned())));
        }
    }

    #[test]
    fn meanings() {
        let quote: Meaning = "quote/pl-plp".parse().unwrap();
        assert_eq!((quote.quote_type(), quote.contact_type()), (Some("pl-plp"), None));
        let contact: Meaning = "contact/visite".parse().unwrap();
        assert_eq!((contact.quote_type(), contact.contact_type()), (None, Some("visite")));
        let widest = format!("quote/{}", "a".repeat(32));
        assert!(widest.parse::<Meaning>().is_ok());
        let too_wide = format!("{widest}a");
        for text in [
            "",
            "quote",
            "quote/",
            "contact/",
            "order/tp",
            "quote/TP",
            "quote/a b",
            "quote/a/b",
            too_wide.as_str(),
        ] {
            assert_eq!(text.parse::<Meaning>(), Err(MeaningError(text.to_owned())));
        }
    }

    #[test]
    fn labels() {
        for text in ["", " a", "a\nb", "漢"] {
            assert!(text.parse::<FormLabel>().is_err(), "{text:?}");
        }
        assert!("é".repeat(80).parse::<FormLabel>().is_ok());
        assert!("é".repeat(81).parse::<FormLabel>().is_err());
    }
}
