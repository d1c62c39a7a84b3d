//! Addresses that mails go to. The check is simple on purpose: it keeps out what breaks a header or a list; whether
//! somebody reads there only a mail can tell.

use serde::{Deserialize, Serialize};

use crate::text_type::text_type;

/// « adresse mail » : `name@domain` in ASCII, without display name, comment or quotes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an e-mail address; write one address alone, for example compta@example.fr")]
pub struct EmailAddressError(String);

impl EmailAddress {
    /// The longest address that SMTP carries (RFC 5321, 4.5.3.1.3, less the angle brackets).
    pub const MAX_LEN: usize = 254;

    fn check(text: &str) -> Result<(), EmailAddressError> {
        let well_formed = text.len() <= Self::MAX_LEN
            && text.split_once('@').is_some_and(|(name, domain)| {
                is_dotted(name, |c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
                    && is_dotted(domain, |c| c.is_ascii_alphanumeric() || c == '-')
                    && domain.split('.').all(|part| !part.starts_with('-') && !part.ends_with('-'))
            });
        if well_formed { Ok(()) } else { Err(EmailAddressError(text.to_owned())) }
    }
}

text_type!(EmailAddress, EmailAddressError);

/// Parts of `allowed` signs between single dots (RFC 5322 `dot-atom`).
fn is_dotted(text: &str, allowed: impl Fn(char) -> bool) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.chars().all(&allowed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_alone() {
        for text in
            ["compta@example.fr", "j.dupont+crm@mail.pneus-53.example", "root@localhost", "o'neil@example.fr"]
        {
            assert_eq!(text.parse::<EmailAddress>().unwrap().as_str(), text);
        }
        let too_long = format!("a@{}.fr", "b".repeat(250));
        for text in [
            "",
            "@",
            "a@",
            "@b.fr",
            "a",
            "a@b@c.fr",
            "a b@c.fr",
            "a@c.fr ",
            "a@c.fr,d@e.fr",
            "a@c.fr\r\nBcc: x@y.fr",
            "A <a@c.fr>",
            "é@c.fr",
            "a@é.fr",
            ".a@c.fr",
            "a..b@c.fr",
            "a@c..fr",
            "a@-c.fr",
            too_long.as_str(),
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
    }
}
