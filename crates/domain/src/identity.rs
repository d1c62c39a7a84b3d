//! What makes two sheets the same company (decision 0008, « CP »): telephone, SIRET and VAT number, each in one
//! spelling made here, so that SQL may compare them. Absent on purpose: the search itself; the fax, which a group
//! of companies shares; names, for which there are too many spellings.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::country::country_of;
use crate::customer_field::CustomerField;
use crate::phone::phone_key;
use crate::siret::siret_key;
use crate::vat_number::vat_key;

/// « sorte de clé » : what two sheets have in common, as `crm_cle_prospect.sorte` holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityKind {
    /// « téléphone », fixed or mobile.
    Phone,
    /// « SIRET ».
    Siret,
    /// « n° TVA ».
    Vat,
}

/// A text that is no kind of key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a kind of key; use tel, siret or tva")]
pub struct UnknownIdentityKind(String);

impl IdentityKind {
    /// All of them.
    pub const ALL: [IdentityKind; 3] = [IdentityKind::Phone, IdentityKind::Siret, IdentityKind::Vat];

    /// As the base holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            IdentityKind::Phone => "tel",
            IdentityKind::Siret => "siret",
            IdentityKind::Vat => "tva",
        }
    }
}

impl FromStr for IdentityKind {
    type Err = UnknownIdentityKind;

    fn from_str(text: &str) -> Result<Self, UnknownIdentityKind> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| UnknownIdentityKind(text.to_owned()))
    }
}

impl fmt::Display for IdentityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The longest key, `crm_cle_prospect.cle`; what is longer is no number, and is left out.
const MAX_CHARS: usize = 40;

/// « clés d'identité » : those of `tel_1`, `tel_2`, SIRET and VAT number, telephones read in the sheet's country
/// ([`country_of`]). Sorted, no doubles.
pub fn identity_keys<'a>(
    value: impl Fn(CustomerField) -> Option<&'a str>,
) -> BTreeSet<(IdentityKind, String)> {
    let country = country_of(&value);
    let phone = |field| phone_key(value(field)?, country).map(String::from);
    let keys = [
        (IdentityKind::Phone, phone(CustomerField::Phone)),
        (IdentityKind::Phone, phone(CustomerField::Mobile)),
        (IdentityKind::Siret, value(CustomerField::Siret).and_then(siret_key)),
        (IdentityKind::Vat, value(CustomerField::VatNumber).and_then(vat_key)),
    ];
    let found = keys.into_iter().filter_map(|(kind, key)| Some((kind, key?)));
    found.filter(|(_, key)| key.chars().count() <= MAX_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys_of(sheet: &[(CustomerField, &str)]) -> Vec<(&'static str, String)> {
        let value = |field| sheet.iter().find(|(known, _)| *known == field).map(|(_, text)| *text);
        identity_keys(value).into_iter().map(|(kind, key)| (kind.as_str(), key)).collect()
    }

    #[test]
    fn kinds_round_trip() {
        for kind in IdentityKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        for text in ["", "TEL", "fax"] {
            assert!(text.parse::<IdentityKind>().is_err(), "{text}");
        }
    }

    #[test]
    fn four_fields_make_keys() {
        use CustomerField as F;
        let key = |kind: &'static str, key: &str| (kind, key.to_owned());
        assert_eq!(
            keys_of(&[
                (F::Phone, "02 61 91 12 34"),
                (F::Mobile, "06 39 98 45 67"),
                (F::Fax, "02 61 91 12 35"),
                (F::Siret, "732 829 320 00074"),
                (F::VatNumber, "FR 32 123456789"),
                (F::Name, "EARL DU MOULIN"),
            ]),
            [
                key("tel", "+262639984567"),
                key("tel", "+33261911234"),
                key("siret", "73282932000074"),
                key("tva", "FR32123456789"),
            ]
        );
        // One telephone twice, and the country of the sheet.
        assert_eq!(
            keys_of(&[(F::Phone, "02 123 45 67"), (F::Mobile, "+32 2 123 45 67"), (F::Country, "BE")]),
            [key("tel", "+3221234567")]
        );
        assert_eq!(keys_of(&[(F::Phone, "02 123 45 67"), (F::Siret, "?"), (F::VatNumber, "néant")]), []);
        assert_eq!(keys_of(&[(F::VatNumber, &"1".repeat(41))]), []);
        assert_eq!(keys_of(&[]), []);
    }

    proptest! {
        #[test]
        fn any_sheet_is_read(texts in proptest::collection::vec("\\PC{0,60}", 42)) {
            let keys = identity_keys(|field| texts.get(field as usize).map(String::as_str));
            prop_assert!(keys.len() <= 4);
            prop_assert!(keys.iter().all(|(_, key)| (1..=MAX_CHARS).contains(&key.chars().count())));
        }
    }
}
