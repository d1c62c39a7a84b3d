//! The postal code, which the ERP keeps in two columns: `dep_fac` and `bur_dis_fac` (annex 2, « département » and
//! « bureau distributeur »; design §8, "Postal code"). Absent on purpose: which codes are in use.

use crate::country::is_france;
use crate::spelling::is_digits;

/// Why a department and an office make no French postal code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostalCodeError {
    /// No department.
    #[error(
        "{0:?} is no department; give 01 to 95 (Corsica 20, 2A or 2B), or three digits overseas, for example 974"
    )]
    Department(String),
    /// Not the rest of a code of five digits.
    #[error(
        "after the department {department} the postal code has {digits} digits more; {office:?} is not these"
    )]
    DeliveryOffice {
        /// The department given.
        department: String,
        /// What is missing to five digits.
        digits: usize,
        /// What was given.
        office: String,
    },
}

/// « code postal » : `dep_fac` and `bur_dis_fac` in one. Corsica's departments are 2A and 2B, its codes begin with 20
/// (La Poste). What is no French code is joined as it stands: the ERP's data is shown as it is.
pub fn postal_code(country: Option<&str>, department: &str, delivery_office: &str) -> String {
    let department = department.trim();
    let start = if is_france(country) && is_corsican(department) { "20" } else { department };
    format!("{start}{}", delivery_office.trim())
}

/// « code postal » of a creation: in France two digits of the department and three of the office; overseas three
/// (97x, 98x) and two (INSEE, code officiel géographique). Elsewhere anything.
pub fn check_postal_code(
    country: Option<&str>,
    department: &str,
    delivery_office: &str,
) -> Result<(), PostalCodeError> {
    if !is_france(country) {
        return Ok(());
    }
    let (department, office) = (department.trim(), delivery_office.trim());
    let digits = match department {
        corsican if is_corsican(corsican) => 3,
        mainland if is_digits(mainland, 2) && ("01"..="95").contains(&mainland) => 3,
        overseas if is_digits(overseas, 3) && (overseas.starts_with("97") || overseas.starts_with("98")) => 2,
        other => return Err(PostalCodeError::Department(other.to_owned())),
    };
    if is_digits(office, digits) {
        Ok(())
    } else {
        let (department, office) = (department.to_owned(), office.to_owned());
        Err(PostalCodeError::DeliveryOffice { department, digits, office })
    }
}

fn is_corsican(department: &str) -> bool {
    department.eq_ignore_ascii_case("2A") || department.eq_ignore_ascii_case("2B")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn french_codes_have_five_digits() {
        for (country, department, office, code) in [
            (None, "53", "110", "53110"),
            (Some(""), "01", "000", "01000"),
            (Some("FR"), "20", "167", "20167"),
            (Some("fr"), "2A", "167", "20167"),
            (None, "2b", "200", "20200"),
            (None, "974", "00", "97400"),
            (None, "988", "00", "98800"),
            (None, "53  ", "110", "53110"),
            (Some("BE"), "1000", "", "1000"),
            (Some("BE"), "2A", "1", "2A1"),
            (Some("GB"), "SW1A", "1AA", "SW1A1AA"),
        ] {
            assert_eq!(check_postal_code(country, department, office), Ok(()), "{department} {office}");
            assert_eq!(postal_code(country, department, office), code);
        }
    }

    #[test]
    fn what_is_none_is_refused_and_shown() {
        for department in ["", "5", "00", "96", "97", "99", "973A", "960", "2C", "5é", "053"] {
            let error = PostalCodeError::Department(department.to_owned());
            assert_eq!(check_postal_code(None, department, "000"), Err(error), "{department}");
        }
        for (department, office, expected) in [
            ("53", "11", 3),
            ("53", "", 3),
            ("53", "1100", 3),
            ("2A", "A67", 3),
            ("974", "000", 2),
            ("974", "x", 2),
        ] {
            let result = check_postal_code(None, department, office);
            assert!(
                matches!(result, Err(PostalCodeError::DeliveryOffice { digits, .. }) if digits == expected),
                "{department} {office}"
            );
        }
        assert_eq!(postal_code(None, "5", ""), "5");
    }

    proptest! {
        #[test]
        fn any_text_is_judged(country in proptest::option::of("\\PC{0,3}"), department in "\\PC{0,4}", office in "\\PC{0,3}") {
            let checked = check_postal_code(country.as_deref(), &department, &office);
            if checked.is_ok() && is_france(country.as_deref()) {
                prop_assert!(is_digits(&postal_code(country.as_deref(), &department, &office), 5));
            }
        }
    }
}
