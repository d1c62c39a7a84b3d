//! The key of a customer in the ERP.

use serde::{Deserialize, Serialize};

use crate::erp_text::{TrimmedErpTextError, check_trimmed};
use crate::text_type::text_type;

/// « code client » : the ERP's key `c_client`, as `client_relation.c_entite char(30)` holds it (annex 1).
/// Upper and lower case are kept: the code is the ERP's, not ours to tidy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CustomerCode(String);

/// Why a text is no customer code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a customer code: {0}")]
pub struct CustomerCodeError(#[from] TrimmedErpTextError);

impl CustomerCode {
    /// The width of `c_entite`.
    pub const MAX_LEN: usize = 30;

    fn check(text: &str) -> Result<(), CustomerCodeError> {
        Ok(check_trimmed(text, Self::MAX_LEN)?)
    }
}

text_type!(CustomerCode, CustomerCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_and_refuses() {
        let widest = "É".repeat(30);
        for text in ["C001234", "GAEC 12", "0", widest.as_str()] {
            assert_eq!(text.parse::<CustomerCode>().unwrap().as_str(), text);
        }
        let too_wide = "x".repeat(31);
        for text in ["", " C1", "C1 ", "C\n1", "Ł1", too_wide.as_str()] {
            assert!(text.parse::<CustomerCode>().is_err(), "{text:?}");
            assert!(serde_json::from_value::<CustomerCode>(text.into()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_error_says_what_to_do() {
        assert_eq!(
            "C1 ".parse::<CustomerCode>().unwrap_err().to_string(),
            "not a customer code: the value begins or ends with a blank; remove it"
        );
    }
}
