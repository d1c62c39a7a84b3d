//! From digits to E.164, by the tables of the crate `phonenumber` (libphonenumber's). Its `parse` is not used: it
//! takes the trunk prefix of the sheet's country off foreign numbers (« +39 06… » on a French sheet), and takes it
//! off twice (+7 800…, +375 80…). The tables are asked for the calling code, the trunk prefix and the form of a
//! country's numbers, and nothing else.

use phonenumber::metadata::{DATABASE, Descriptor};
use phonenumber::{Metadata, Type};

use super::{PhoneError, Spelling};
use crate::country::{country_or_france, is_one_of};

/// The calling code of mainland France.
const FRANCE: u16 = 33;

/// The countries of ISO 3166-1 that share the ten digits of the French plan: what is dialled from one to the other
/// is « 0 » and nine digits (ARCEP, décision 2018-0881). Saint-Pierre-et-Miquelon and the Pacific have plans of
/// their own.
const FRENCH_PLAN: &[&str] = &["FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF"];

/// Where its numbers begin when they belong overseas, after the « 0 », and the calling code there (ARCEP, décision
/// 2018-0881; libphonenumber's tables of the countries concerned; ITU, E.164 country codes). The nine digits alone tell
/// two numbers apart, so a range that is missing here gives an odd key, but the same one for every spelling.
const OVERSEAS: &[(&str, u16)] = &[
    ("262", 262),
    ("263", 262),
    ("269", 262),
    ("639", 262),
    ("692", 262),
    ("693", 262),
    ("590", 590),
    ("690", 590),
    ("691", 590),
    ("594", 594),
    ("694", 594),
    ("596", 596),
    ("696", 596),
    ("697", 596),
];

/// The kinds of number that have a form of their own in the tables.
const KINDS: &[Type] = &[
    Type::FixedLine,
    Type::Mobile,
    Type::TollFree,
    Type::PremiumRate,
    Type::SharedCost,
    Type::PersonalNumber,
    Type::Voip,
    Type::Pager,
    Type::Uan,
];

/// The number in E.164.
pub(super) fn e164(spelling: &Spelling, country: Option<&str>) -> Result<String, PhoneError> {
    match french(spelling, country) {
        Some(number) => Ok(key(FRANCE, number)),
        None => by_tables(spelling, country),
    }
}

/// The common spellings of the French plan without the tables' regular expressions, whose answer is the same (a test
/// compares): 200,000 customers are read in a row.
fn french<'a>(spelling: &'a Spelling, country: Option<&str>) -> Option<&'a str> {
    let national = match spelling.international {
        true => spelling.digits.strip_prefix("33")?,
        false => is_one_of(country_or_france(country), FRENCH_PLAN).then_some(&*spelling.digits)?,
    };
    let number = national.strip_prefix('0').unwrap_or(national);
    (number.len() == 9 && !number.starts_with('0')).then_some(number)
}

fn by_tables(spelling: &Spelling, country: Option<&str>) -> Result<String, PhoneError> {
    let digits = spelling.digits.as_str();
    let (code, number) = if spelling.international {
        international(digits).ok_or(PhoneError::NotInternational)?
    } else {
        national(digits, plan_of(country)?).ok_or_else(|| not_in_plan(country))?
    };
    Ok(key(code, number))
}

/// The calling code at the beginning and the number after it. No calling code is the beginning of another; several
/// countries may share one, the main one is first in the tables.
fn international(digits: &str) -> Option<(u16, &str)> {
    (1..=3).find_map(|len| {
        let (code, number) = digits.split_at_checked(len)?;
        let code = code.parse().ok()?;
        Some((code, significant(&DATABASE.by_code(&code)?, number)?))
    })
}

/// « 33299123456 » too: the country's code without its plus, where the whole is no number of the country.
fn national<'a>(digits: &'a str, plan: &Metadata) -> Option<(u16, &'a str)> {
    let code = plan.country_code();
    let after_code = || significant(&[plan], digits.strip_prefix(code.to_string().as_str())?);
    Some((code, significant(&[plan], digits).or_else(after_code)?))
}

fn plan_of(country: Option<&str>) -> Result<&'static Metadata, PhoneError> {
    let country = country_or_france(country).to_ascii_uppercase();
    let id = match country.as_str() {
        code if is_one_of(code, FRENCH_PLAN) => "FR",
        // Codes that people and VAT numbers use in place of ISO's.
        "UK" => "GB",
        "EL" => "GR",
        code => code,
    };
    DATABASE.by_id(id).ok_or_else(|| PhoneError::UnknownCountry(country.clone()))
}

/// The national significant number (E.164): without the trunk prefix when what follows is a number, which also takes
/// care of « +33 (0)2… »; as it stands otherwise, for in Italy the zero is the number's own.
///
/// The form of all numbers of a country is asked first and is the laxer one. In a few tables its alternatives stop
/// short of the end; there the kinds of number decide, of the main country only, since the crate keeps a hundred
/// compiled expressions and +1 alone has more than two hundred.
fn significant<'a>(plans: &[&Metadata], digits: &'a str) -> Option<&'a str> {
    let of_plan = |fits: fn(&Metadata, &str) -> bool, plan: &Metadata| {
        let after_trunk = plan.national_prefix().and_then(|prefix| digits.strip_prefix(prefix));
        [after_trunk, Some(digits)].into_iter().flatten().find(|number| fits(plan, number))
    };
    let by_form = plans.iter().find_map(|plan| of_plan(has_form, plan));
    by_form.or_else(|| plans.iter().take(1).find_map(|plan| of_plan(is_of_a_kind, plan)))
}

/// A length that costs nothing to compare, then the form that does.
fn has_form(plan: &Metadata, number: &str) -> bool {
    let has_length =
        |form: &Descriptor| form.possible_length().iter().any(|len| usize::from(*len) == number.len());
    let is_whole = |form: &Descriptor| {
        let found = form.national_number().find(number);
        found.is_some_and(|found| found.start() == 0 && found.end() == number.len())
    };
    kinds(plan).any(has_length) && plan.descriptors().get(Type::Unknown).is_some_and(is_whole)
}

fn is_of_a_kind(plan: &Metadata, number: &str) -> bool {
    kinds(plan).any(|form| form.is_match(number))
}

fn kinds(plan: &Metadata) -> impl Iterator<Item = &Descriptor> {
    KINDS.iter().filter_map(|kind| plan.descriptors().get(*kind))
}

fn key(code: u16, number: &str) -> String {
    let in_french_plan = matches!(code, FRANCE | 262 | 590 | 594 | 596) && number.len() == 9;
    let overseas =
        || OVERSEAS.iter().find(|(start, _)| number.starts_with(start)).map_or(FRANCE, |(_, code)| *code);
    let code = if in_french_plan { overseas() } else { code };
    format!("+{code}{number}")
}

pub(super) fn not_in_plan(country: Option<&str>) -> PhoneError {
    PhoneError::NotInPlan(country_or_france(country).to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_quick_way_takes_the_common_spellings() {
        for (text, quick) in [
            ("02 99 12 34 56", true),
            ("+33 2 99 12 34 56", true),
            ("0033 (0)2 99 12 34 56", true),
            ("33299123456", false),
            ("+32 2 123 45 67", false),
        ] {
            assert_eq!(french(&Spelling::read(text).unwrap(), None).is_some(), quick, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_quick_way_and_the_tables_agree(
            digits in "(33|0|)(0|)[0-9]{8,10}",
            international in any::<bool>(),
            country in proptest::option::of(prop_oneof![proptest::sample::select(FRENCH_PLAN), Just("BE"), Just("")]),
        ) {
            let spelling = Spelling { international, digits };
            prop_assert_eq!(e164(&spelling, country), by_tables(&spelling, country));
        }

        #[test]
        fn any_digits_in_any_country_are_read(
            digits in "[0-9]{0,20}", international in any::<bool>(), country in "[A-Z]{2}",
        ) {
            let spelling = Spelling { international, digits };
            if let Ok(key) = e164(&spelling, Some(&country)) {
                prop_assert!(key.len() <= 20);
            }
        }
    }
}
