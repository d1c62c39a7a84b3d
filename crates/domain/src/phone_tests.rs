use super::*;
use phonenumber::Type;
use phonenumber::metadata::DATABASE;
use proptest::prelude::*;

fn key(text: &str, country: Option<&str>) -> Option<String> {
    phone_key(text, country).map(String::from)
}

#[test]
fn every_spelling_has_one_key() {
    for (texts, country, expected) in [
        (
            &[
                "02 99 12 34 56",
                "02.99.12.34.56",
                "02-99-12-34-56",
                "02/99/12/34/56",
                "02\u{a0}99\u{a0}12\u{a0}34\u{a0}56",
                "0299123456",
                "299123456",
                "+33 2 99 12 34 56",
                "+33299123456",
                "0033299123456",
                "33299123456",
                "+33 (0)2 99 12 34 56",
                "(+33) 2 99 12 34 56",
                "+33 02 99 12 34 56",
                "+0033 2 99123456",
                "0299123456          ",
                "Tél 02 99 12 34 56",
                "02 99 12 34 56 p 12",
                "2e : 02 99 12 34 56",
            ][..],
            None,
            "+33299123456",
        ),
        (
            &["0262 12 34 56", "+262 262 12 34 56", "00262262123456", "+33 2 62 12 34 56"],
            None,
            "+262262123456",
        ),
        (&["0590 12 34 56", "+590 590 12 34 56", "+590 (0)590 12 34 56"], Some("FR"), "+590590123456"),
        (&["0694 12 34 56", "+594 694 12 34 56", "+33694123456"], Some("GP"), "+594694123456"),
        (&["0696 12 34 56", "+596 696 12 34 56"], None, "+596696123456"),
        (&["0692 12 34 56", "+262692123456"], Some("RE"), "+262692123456"),
        (&["0639 12 34 56", "+262639123456"], None, "+262639123456"),
        // A mainland number on an overseas sheet.
        (&["06 12 34 56 78", "+33612345678"], Some("RE"), "+33612345678"),
        (&["02 123 45 67", "02/123.45.67", "+32 2 123 45 67", "003221234567"], Some("BE"), "+3221234567"),
        (&["+32 (0)2 123 45 67", "0032 2 123 45 67"], None, "+3221234567"),
        (&["0470 12 34 56", "+32 470 12 34 56"], Some("be"), "+32470123456"),
        (&["06 1234 5678", "+39 06 1234 5678", "0039 06 12345678"], Some("IT"), "+390612345678"),
        (&["+39 06 1234 5678"], Some("FR"), "+390612345678"),
        (&["020 7946 0958", "+44 (0)20 7946 0958"], Some("UK"), "+442079460958"),
        (&["8 812 123-45-67", "+7 812 123 45 67"], Some("RU"), "+78121234567"),
        (&["93 10 12 34", "+377 93 10 12 34"], Some("MC"), "+37793101234"),
        (&["430123", "+508 43 01 23"], Some("PM"), "+508430123"),
    ] {
        for text in texts {
            assert_eq!(key(text, country).as_deref(), Some(expected), "{text:?} {country:?}");
        }
    }
}

#[test]
fn what_is_no_number_has_no_key() {
    for text in [
        "",
        "   ",
        "néant",
        "-",
        "0",
        "00",
        "+",
        "0000000000",
        "00 00 00 00 00",
        "02 99 12 34",
        "02 99 12 34 5",
        "02 99 12 34 56 7",
        "0299123456/57",
        "3639",
        "+33 2 99",
        "+999 12345678",
        "+33+299123456",
        "0299123456 0612345678",
        "１２３",
    ] {
        assert_eq!(key(text, None), None, "{text:?}");
        assert!(check_phone(text, None).is_err(), "{text:?}");
    }
    assert_eq!(key("0299123456", Some("ZZ")), None);
}

#[test]
fn a_creation_wants_one_number_alone() {
    for (text, country) in [
        ("02 61 91 12 34", None),
        ("06 39 98 45 67", Some("FR")),
        ("+33 (0)2 99 12 34 56", Some("BE")),
        ("02/123.45.67", Some("BE")),
        ("+41 21 123 45 67", Some("ZZ")),
        ("08 00 12 34 56", None),
    ] {
        assert_eq!(check_phone(text, country), Ok(()), "{text} {country:?}");
    }
    let plan = |country: &str| PhoneError::NotInPlan(country.into());
    for (text, country, expected) in [
        ("02 99 12 34 56 (bureau)", None, PhoneError::Sign('b')),
        ("02 99 12 34 56, 57", None, PhoneError::Sign(',')),
        ("02 99 12 34", None, plan("FR")),
        ("+33 2 99 12 34", Some("BE"), PhoneError::NotInternational),
        ("02 99 12 34 56", Some("be"), plan("BE")),
        ("02 99 12 34 56", Some("ZZ"), PhoneError::UnknownCountry("ZZ".into())),
    ] {
        assert_eq!(check_phone(text, country), Err(expected), "{text}");
    }
}

/// Every example of the tables, in every country of the world, written in both ways.
#[test]
fn the_tables_examples_keep_their_number() {
    for plan in DATABASE.iter().filter(|plan| plan.id() != "001") {
        let kinds = [Type::FixedLine, Type::Mobile, Type::TollFree, Type::Voip];
        let examples = kinds.into_iter().filter_map(|kind| plan.descriptors().get(kind)?.example());
        for example in examples {
            let e164 = format!("+{}{example}", plan.country_code());
            let national = format!("{}{example}", plan.national_prefix().unwrap_or_default());
            let found = key(&e164, None).unwrap();
            assert_eq!(key(&national, Some(plan.id())).as_ref(), Some(&found), "{national} {}", plan.id());
            // What the overseas parts of the French plan dial as the mainland does (080, 09) has the mainland's code.
            assert!(found == e164 || found == format!("+33{example}"), "{found} {e164}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,40}", country in proptest::option::of("\\PC{0,4}")) {
        let key = phone_key(&text, country.as_deref());
        if check_phone(&text, country.as_deref()).is_ok() {
            prop_assert!(key.is_some());
        }
        if let Some(key) = key {
            prop_assert_eq!(phone_key(key.as_str(), Some("BE")), Some(key));
        }
    }

    #[test]
    fn blanks_change_nothing(number in "0[1-9][0-9]{8}", gaps in proptest::collection::vec(any::<bool>(), 10)) {
        let spaced: String = number
            .chars()
            .zip(gaps)
            .flat_map(|(digit, gap)| [Some(digit), gap.then_some(' ')])
            .flatten()
            .collect();
        prop_assert_eq!(phone_key(&spaced, None), phone_key(&number, None));
        prop_assert!(phone_key(&number, None).is_some());
    }
}
