//! The text that a customer signs when his payment mode asks for it. It is signed as rendered, and kept so; a later
//! change of the template changes nothing signed. Absent on purpose: whether the IBAN is right.

use serde::{Deserialize, Serialize};

use crate::text_type::text_type;

/// « texte d'autorisation » : a template with the places `{nom_client}`, `{iban}`, `{bic}` and `{creancier}`; other
/// braces are refused, for a misspelt place would be signed as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuthorisationText(String);

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthorisationTextError {
    /// Nothing to sign.
    #[error("the text is empty; write what the customer signs")]
    Empty,
    /// More than a page.
    #[error("the text has {0} characters and at most {max} are accepted; shorten it", max = AuthorisationText::MAX_CHARS)]
    TooLong(usize),
    /// A character that no page shows.
    #[error("the text holds the control character U+{0:04X}; remove it")]
    Control(u32),
    /// Braces around something else.
    #[error("{0:?} is not a place of the text; use {{nom_client}}, {{iban}}, {{bic}} or {{creancier}}")]
    UnknownPlace(String),
    /// One brace without the other.
    #[error("a brace stands alone in the text; write places as {{iban}}, and no other braces")]
    LoneBrace,
}

/// « valeurs du texte d'autorisation » : what the places stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorisationValues<'a> {
    /// `{nom_client}`.
    pub customer_name: &'a str,
    /// `{iban}`.
    pub iban: &'a str,
    /// `{bic}`.
    pub bic: &'a str,
    /// `{creancier}`: who is paid.
    pub creditor: &'a str,
}

#[derive(Clone, Copy)]
enum Place {
    CustomerName,
    Iban,
    Bic,
    Creditor,
}

enum Piece<'a> {
    Words(&'a str),
    Place(Place),
}

impl AuthorisationText {
    /// The longest template.
    pub const MAX_CHARS: usize = 4_000;

    /// The text to be signed. Values are put in once: braces in a name are just braces.
    pub fn fill(&self, values: AuthorisationValues<'_>) -> String {
        // Parsed before, so that nothing is lost by the default.
        let pieces = pieces(&self.0).unwrap_or_default();
        let filled = pieces.into_iter().map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Place(Place::CustomerName) => values.customer_name,
            Piece::Place(Place::Iban) => values.iban,
            Piece::Place(Place::Bic) => values.bic,
            Piece::Place(Place::Creditor) => values.creditor,
        });
        filled.collect()
    }

    /// Whether a filled text may be of this template, whatever it was filled with; if not, the template was another one.
    pub fn may_have_made(&self, filled: &str) -> bool {
        let mut rest = filled;
        // A value of any length stands between two words.
        let mut after_a_place = false;
        let pieces = pieces(&self.0).unwrap_or_default();
        let (last, others) = match pieces.split_last() {
            Some((Piece::Words(last), others)) => (Some(*last), others),
            _ => (None, pieces.as_slice()),
        };
        for piece in others {
            let Piece::Words(words) = piece else {
                after_a_place = true;
                continue;
            };
            let found = if after_a_place { rest.find(words) } else { rest.starts_with(words).then_some(0) };
            let Some(after) = found.and_then(|at| rest.get(at + words.len()..)) else { return false };
            (rest, after_a_place) = (after, after_a_place && words.is_empty());
        }
        match last {
            Some(words) if after_a_place => rest.ends_with(words),
            Some(words) => rest == words,
            None => after_a_place || rest.is_empty(),
        }
    }

    fn check(text: &str) -> Result<(), AuthorisationTextError> {
        if text.trim().is_empty() {
            return Err(AuthorisationTextError::Empty);
        }
        if let Some(control) = text.chars().find(|c| c.is_control() && *c != '\n') {
            return Err(AuthorisationTextError::Control(u32::from(control)));
        }
        let count = text.chars().count();
        if count > Self::MAX_CHARS {
            return Err(AuthorisationTextError::TooLong(count));
        }
        pieces(text).map(drop)
    }
}

text_type!(AuthorisationText, AuthorisationTextError);

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, AuthorisationTextError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let (name, later) = after.split_once('}').ok_or(AuthorisationTextError::LoneBrace)?;
        pieces.push(Piece::Words(without_brace(words)?));
        pieces.push(Piece::Place(match name {
            "nom_client" => Place::CustomerName,
            "iban" => Place::Iban,
            "bic" => Place::Bic,
            "creancier" => Place::Creditor,
            _ => return Err(AuthorisationTextError::UnknownPlace(name.to_owned())),
        }));
        rest = later;
    }
    pieces.push(Piece::Words(without_brace(rest)?));
    Ok(pieces)
}

fn without_brace(words: &str) -> Result<&str, AuthorisationTextError> {
    if words.contains('}') { Err(AuthorisationTextError::LoneBrace) } else { Ok(words) }
}

/// « textes d'autorisation » : one for each way in which the company collects (design §7, `texte_autorisation`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorisationTexts {
    /// « LCR directe ».
    pub lcr: AuthorisationText,
    /// « mandat SEPA ».
    pub sepa: AuthorisationText,
}

/// « LCR directe », in winpneu's list of payment modes (the user's text).
const DIRECT_BILL_MODE: &str = "LD";

impl AuthorisationTexts {
    /// The text of a payment mode: that of the « LCR directe » for LD, the mandate for any other that asks for a signature.
    pub fn of_mode(&self, mode: &str) -> &AuthorisationText {
        if mode.trim() == DIRECT_BILL_MODE { &self.lcr } else { &self.sepa }
    }
}

/// Sober texts to start with; the company's bank and lawyer have the last word. The mandate follows the wording of
/// the European Payments Council's core mandate.
impl Default for AuthorisationTexts {
    fn default() -> AuthorisationTexts {
        AuthorisationTexts {
            lcr: AuthorisationText(
                "{nom_client} autorise {creancier} à émettre des lettres de change relevé directes, non soumises à \
                 acceptation, en règlement de ses factures à leur échéance, et demande à l'établissement qui tient \
                 le compte désigné ci-dessous de les payer à leur présentation. La présente autorisation vaut \
                 jusqu'à révocation écrite.\nIBAN : {iban}\nBIC : {bic}"
                    .to_owned(),
            ),
            sepa: AuthorisationText(
                "En signant ce mandat, {nom_client} autorise {creancier} à envoyer des instructions à sa banque pour \
                 débiter son compte, et sa banque à débiter son compte conformément aux instructions de \
                 {creancier}. {nom_client} bénéficie du droit d'être remboursé par sa banque selon les conditions \
                 de la convention passée avec elle. Toute demande de remboursement doit être présentée dans les \
                 huit semaines suivant la date de débit du compte.\nIBAN : {iban}\nBIC : {bic}"
                    .to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: AuthorisationValues<'_> = AuthorisationValues {
        customer_name: "GAEC {iban}",
        iban: "FR76",
        bic: "AGRIFRPP",
        creditor: "Pneus 53",
    };

    #[test]
    fn places_are_filled_once() {
        for (template, expected) in [
            ("RAS", "RAS"),
            ("{nom_client} / {iban} / {bic} / {creancier}.", "GAEC {iban} / FR76 / AGRIFRPP / Pneus 53."),
            ("{iban}{iban}", "FR76FR76"),
            ("a\nb", "a\nb"),
        ] {
            assert_eq!(template.parse::<AuthorisationText>().unwrap().fill(VALUES), expected);
        }
    }

    #[test]
    fn a_filled_text_is_known_by_what_stands_between_the_places() {
        for (template, filled, expected) in [
            ("RAS", "RAS", true),
            ("RAS", "RAS.", false),
            ("{nom_client}", "", true),
            ("{nom_client} paie.", "GARAGE MARTIN paie.", true),
            ("{nom_client} paie.", "GARAGE MARTIN paie !", false),
            ("Moi, {nom_client}, {iban}", "Moi, MARTIN, FR76", true),
            ("Moi, {nom_client}, {iban}", "Lui, MARTIN, FR76", false),
            ("Moi, {nom_client}, {iban}", "Moi, MARTIN", false),
            ("{nom_client}{iban}{bic}", "x", true),
            // The last words are the last ones, however often they stand before.
            ("{nom_client} a. {iban} a.", "A a. b a. c a.", true),
        ] {
            let template: AuthorisationText = template.parse().unwrap();
            assert_eq!(template.may_have_made(filled), expected, "{template:?} {filled}");
            assert!(template.may_have_made(&template.fill(VALUES)), "{template:?}");
        }
        let texts = AuthorisationTexts::default();
        assert!(!texts.lcr.may_have_made(&texts.sepa.fill(VALUES)));
        assert!(!texts.sepa.may_have_made(&texts.lcr.fill(VALUES)));
    }

    #[test]
    fn each_mode_has_its_text() {
        let texts = AuthorisationTexts::default();
        for (mode, expected) in [
            ("LD", &texts.lcr),
            (" LD ", &texts.lcr),
            ("PR", &texts.sepa),
            ("ld", &texts.sepa),
            ("", &texts.sepa),
        ] {
            assert_eq!(texts.of_mode(mode), expected, "{mode:?}");
        }
    }

    #[test]
    fn misspelt_places_are_refused() {
        for (template, expected) in [
            ("", AuthorisationTextError::Empty),
            (" \n", AuthorisationTextError::Empty),
            ("a\tb", AuthorisationTextError::Control(9)),
            ("{IBAN}", AuthorisationTextError::UnknownPlace("IBAN".into())),
            ("{}", AuthorisationTextError::UnknownPlace(String::new())),
            ("{iban", AuthorisationTextError::LoneBrace),
            ("iban}", AuthorisationTextError::LoneBrace),
            ("a} {iban}", AuthorisationTextError::LoneBrace),
        ] {
            assert_eq!(template.parse::<AuthorisationText>(), Err(expected), "{template:?}");
        }
        assert_eq!("x".repeat(4001).parse::<AuthorisationText>(), Err(AuthorisationTextError::TooLong(4001)));
    }

    #[test]
    fn the_defaults_are_valid_and_name_every_place() {
        let texts = AuthorisationTexts::default();
        for text in [&texts.lcr, &texts.sepa] {
            assert_eq!(AuthorisationText::check(text.as_str()), Ok(()));
            let filled = text.fill(VALUES);
            for value in [VALUES.customer_name, VALUES.iban, VALUES.bic, VALUES.creditor] {
                assert!(filled.contains(value), "{filled}");
            }
        }
    }
}
