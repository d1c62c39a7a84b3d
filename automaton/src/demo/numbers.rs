//! Numbers that are valid and nobody's: telephones of the ranges kept for fiction, SIREN, SIRET and VAT numbers, bank accounts.
//!
//! - Telephones: 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49 and 06 39 98 with four digits (ARCEP keeps these for films and books).
//! - SIREN: `2`, a digit, `99`, `96` or `00`, four digits and the check digit. Numbers that begin with 2 are those of local authorities,
//!   and bear the département in places three and four; there is none of these three.
//! - Accounts: of banks 99110 to 99112, which no bank is; BICs of the same invented banks.
//!
//! What identifies a customer and what identifies a prospect comes from different numbers: two are the same only on purpose.

/// How many SIREN there are.
const SIRENS: u32 = 270_000;
/// From here on they are prospects'.
const PROSPECT_SIRENS: u32 = 200_000;
/// The last ones are of the story's own companies.
const STORY_SIRENS: u32 = 260_000;

/// Ranges of fixed lines: six digits, and how many of their numbers are customers'.
const LINES: [(&str, u32); 3] = [("026191", 8_000), ("019900", 10_000), ("035301", 10_000)];
/// What remains is prospects' and the story's.
const PROSPECT_LINES: [(&str, u32, u32); 3] =
    [("026191", 8_000, 9_900), ("046571", 0, 10_000), ("053649", 0, 10_000)];
/// The range of mobile telephones, and how many of its numbers are customers', the prospects' following up to the story's.
const MOBILE: &str = "063998";
const CUSTOMER_MOBILES: u32 = 7_000;
const STORY_NUMBERS: u32 = 9_900;

/// Whose number it is, and which of his kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// A customer's.
    Customer(u32),
    /// A prospect's.
    Prospect(u32),
    /// Somebody's of the story.
    Story(u32),
}

/// A fixed line: ten digits. There are 28,000 for customers, who share them beyond that; a prospect has one of his own, or none.
pub(super) fn line(whose: Whose) -> Option<String> {
    match whose {
        Whose::Customer(number) => {
            let mut rest = number % LINES.iter().map(|(_, count)| count).sum::<u32>();
            LINES.iter().find_map(|(range, count)| match rest.checked_sub(*count) {
                Some(beyond) => {
                    rest = beyond;
                    None
                }
                None => Some(format!("{range}{:04}", scattered(rest, *count))),
            })
        }
        Whose::Prospect(number) => {
            let mut rest = number;
            PROSPECT_LINES.iter().find_map(|(range, from, to)| match rest.checked_sub(to - from) {
                Some(beyond) => {
                    rest = beyond;
                    None
                }
                None => Some(format!("{range}{:04}", from + rest)),
            })
        }
        Whose::Story(number) => Some(format!("026191{:04}", STORY_NUMBERS + number % 100)),
    }
}

/// A mobile telephone: ten digits; none where the range has no more.
pub(super) fn mobile(whose: Whose) -> Option<String> {
    let place = match whose {
        Whose::Customer(number) => scattered(number % CUSTOMER_MOBILES, CUSTOMER_MOBILES),
        Whose::Prospect(number) => Some(CUSTOMER_MOBILES + number).filter(|place| *place < STORY_NUMBERS)?,
        Whose::Story(number) => STORY_NUMBERS + number % 100,
    };
    Some(format!("{MOBILE}{place:04}"))
}

/// Neighbours in the list are none in the numbers. 7,919 is a prime and shares no factor with the counts.
fn scattered(number: u32, count: u32) -> u32 {
    number.wrapping_mul(7_919) % count
}

/// A SIREN.
pub(super) fn siren(whose: Whose) -> String {
    let number = match whose {
        Whose::Customer(number) => number % PROSPECT_SIRENS,
        Whose::Prospect(number) => PROSPECT_SIRENS + number % (STORY_SIRENS - PROSPECT_SIRENS),
        Whose::Story(number) => STORY_SIRENS + number % (SIRENS - STORY_SIRENS),
    };
    let group = number / 10_000;
    let department = ["99", "96", "00"][(group / 9 % 3) as usize];
    with_check_digit(&format!("2{}{department}{:04}", 1 + group % 9, scattered(number % 10_000, 10_000)))
}

/// The SIRET of the seat.
pub(super) fn siret(whose: Whose) -> String {
    with_check_digit(&format!("{}0001", siren(whose)))
}

/// The French VAT number.
pub(super) fn vat(whose: Whose) -> String {
    let siren = siren(whose);
    let key = siren.parse().map_or(0, |number: u32| (12 + 3 * (number % 97)) % 97);
    format!("FR{key:02}{siren}")
}

/// The digits with one more, so that Luhn's sum is a multiple of ten.
fn with_check_digit(digits: &str) -> String {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digit = |byte: u8| u32::from(byte.saturating_sub(b'0'));
    let places = digits.bytes().rev().enumerate();
    let sum: u32 =
        places.map(|(place, byte)| if place % 2 == 0 { doubled(digit(byte)) } else { digit(byte) }).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// An IBAN and the BIC of its bank.
pub(super) fn account(whose: Whose) -> (String, &'static str) {
    let number = u64::from(match whose {
        Whose::Customer(number) => number,
        Whose::Prospect(number) => 300_000 + number,
        Whose::Story(number) => 900_000 + number,
    });
    let (bank, bic) =
        [(99_110_u64, "BOCAFRPPXXX"), (99_111, "MAINFRPP531"), (99_112, "VILNFRP1")][(number % 3) as usize];
    let (branch, account) = (100 + number % 89, number * 7_919 + 1_000_003);
    let key = 97 - (89 * bank + 15 * branch + 3 * account) % 97;
    let rib = format!("{bank:05}{branch:05}{account:011}{key:02}");
    // ISO 13616: the country's letters as numbers and two zeros behind, modulo 97.
    let rest = format!("{rib}152700").bytes().fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 97);
    (format!("FR{:02}{rib}", 98 - rest), bic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Bic, Iban, agree, check_phone, check_siret, check_vat_number};
    use std::collections::BTreeSet;

    fn some() -> impl Iterator<Item = Whose> {
        let many = (0..232_000).step_by(97);
        many.flat_map(|n| [Whose::Customer(n), Whose::Prospect(n % 32_000), Whose::Story(n % 100)])
    }

    #[test]
    fn everything_is_valid() {
        for whose in some() {
            assert_eq!(check_siret(&siret(whose)), Ok(()), "{whose:?}");
            assert_eq!(check_vat_number(&vat(whose)), Ok(()), "{whose:?}");
            let (iban, bic) = account(whose);
            let (iban, bic): (Iban, Bic) = (iban.parse().expect(&iban), bic.parse().expect(bic));
            assert!(agree(&bic, &iban));
            for telephone in line(whose).into_iter().chain(mobile(whose)) {
                assert!(check_phone(&telephone, None).is_ok(), "{telephone}");
                let ranges = ["019900", "026191", "035301", "046571", "053649", "063998"];
                assert!(telephone.len() == 10 && ranges.contains(&&telephone[..6]), "{telephone}");
            }
        }
    }

    #[test]
    fn nobody_shares_a_number_while_there_are_enough() {
        let customers = || (0..7_000).map(Whose::Customer);
        let prospects = || (0..2_800).map(Whose::Prospect);
        let all: Vec<Whose> = customers().chain(prospects()).chain((0..100).map(Whose::Story)).collect();
        let many = (0..200_000).map(Whose::Customer).chain((0..32_000).map(Whose::Prospect));
        let sirens: BTreeSet<String> = many.chain((0..100).map(Whose::Story)).map(siren).collect();
        assert_eq!(sirens.len(), 232_100);
        for number in [line, mobile] {
            let numbers: BTreeSet<String> = all.iter().filter_map(|whose| number(*whose)).collect();
            assert_eq!(numbers.len(), all.len());
        }
    }
}
