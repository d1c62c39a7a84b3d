//! The country that a sheet's numbers are read in: decided once, here. Absent on purpose: the ERP's own list of
//! countries; `c_pays` may hold any code of it, and only what looks like ISO 3166 is taken for a country.

use crate::customer_field::CustomerField;

/// « France » in ISO 3166-1.
const FRANCE: &str = "FR";

/// « pays de la fiche » : `codepays` when it is two letters, else `c_pays` when it is two letters, else `None`, which
/// every rule of this crate reads as France (annex 2 has both columns and makes only `c_pays`, a `char(4)` of the
/// ERP's own codes, obligatory).
pub fn country_of<'a>(value: impl Fn(CustomerField) -> Option<&'a str>) -> Option<&'a str> {
    let as_country = |field| value(field).map(str::trim).filter(|code| is_alpha_2(code));
    as_country(CustomerField::CountryCode).or_else(|| as_country(CustomerField::Country))
}

/// « en France » : whether the rules that hold in France alone apply (SIRET, postal code); no country is France.
pub fn is_france(country: Option<&str>) -> bool {
    country_or_france(country).eq_ignore_ascii_case(FRANCE)
}

/// The code without blanks around it, or that of France.
pub(crate) fn country_or_france(country: Option<&str>) -> &str {
    country.map(str::trim).filter(|code| !code.is_empty()).unwrap_or(FRANCE)
}

/// Whether `code` is one of `codes`, whatever its case.
pub(crate) fn is_one_of(code: &str, codes: &[&str]) -> bool {
    codes.iter().any(|known| known.eq_ignore_ascii_case(code))
}

fn is_alpha_2(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_iso_column_comes_first() {
        for (iso, erp, expected) in [
            (Some("BE"), Some("FR"), Some("BE")),
            (Some("be "), None, Some("be")),
            (Some(""), Some("BE  "), Some("BE")),
            (Some("F1"), Some("LU"), Some("LU")),
            (None, Some("BELG"), None),
            (None, Some("F"), None),
            (None, Some("É"), None),
            (None, None, None),
        ] {
            let value = |field| match field {
                CustomerField::CountryCode => iso,
                CustomerField::Country => erp,
                _ => None,
            };
            assert_eq!(country_of(value), expected, "{iso:?} {erp:?}");
        }
    }

    #[test]
    fn no_country_is_france() {
        for (country, expected) in
            [(None, true), (Some(""), true), (Some(" "), true), (Some("fr"), true), (Some("GP"), false)]
        {
            assert_eq!(is_france(country), expected, "{country:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(iso in "\\PC{0,4}", erp in "\\PC{0,4}") {
            let country = country_of(|field| Some(if field == CustomerField::Country { &erp } else { &iso }));
            prop_assert!(country.is_none_or(is_alpha_2));
        }
    }
}
