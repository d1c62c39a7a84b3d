use proptest::prelude::*;

use super::*;

#[test]
fn what_matches() {
    for (typed, text, expected) in [
        ("", "anything", true),
        ("  ", "", true),
        ("gar", "garage martin", true),
        ("GARÂGE", "sarl garage", true),
        (" mart ", "garage martin", true),
        ("gar mart", "garage martin", false),
        ("gar*", "garage martin", true),
        ("gar*", "le garage", false),
        ("*gar", "le gar", true),
        ("*gar", "le garage", false),
        ("*gar*mar*", "le garage martin", true),
        ("*mar*gar*", "le garage martin", false),
        ("**gar***", "le garage", true),
        ("*", "", true),
        ("g?r", "le garage", true),
        ("g?r", "le grage", false),
        ("?", "", false),
        ("?", "x", true),
        ("ga?", "ga", false),
        ("m?ller", "mλller", true),
        ("m??ller", "mλller", false),
        ("a*a*a*a", "aaab", false),
        ("a*a*a*a", "abaxaa", true),
        ("l\u{2019}œuvre", "l'oeuvre", true),
    ] {
        assert_eq!(Pattern::new(typed).matches(text), expected, "{typed:?} in {text:?}");
    }
}

#[test]
fn what_begins() {
    for (typed, text, expected) in [
        ("gar", "garage", true),
        ("gar", "le garage", false),
        ("g?r", "garage", true),
        ("g?r", "le garage", false),
        ("gar*e", "garage", true),
        ("gar*e", "garages", false),
        ("?ar", "garage", false),
        ("*age", "garage", false),
        ("", "garage", false),
    ] {
        assert_eq!(Pattern::new(typed).begins(text.as_bytes()), expected, "{typed:?} of {text:?}");
    }
}

/// As one would write it down, without a thought of time.
fn naive(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, rest) => rest.is_none(),
        (Some(('*', behind)), None) => naive(behind, text),
        (Some(('*', behind)), Some((_, rest))) => naive(behind, text) || naive(pattern, rest),
        (Some(('?', behind)), Some((_, rest))) => naive(behind, rest),
        (Some((wanted, behind)), Some((sign, rest))) => wanted == sign && naive(behind, rest),
        (Some(_), None) => false,
    }
}

proptest! {
    #[test]
    fn as_the_naive_matcher(pattern in "[abλ*?]{0,9}", text in "[abλ]{0,12}") {
        let signs = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(
            glob(pattern.as_bytes(), text.as_bytes()),
            naive(&signs(&pattern), &signs(&text)),
            "{} in {}", pattern, text
        );
    }
}

#[test]
fn many_stars_take_no_time_to_speak_of() {
    // Tried star by star this would be some 10^20 steps.
    let typed = "*a".repeat(20) + "b*";
    assert!(!Pattern::new(&typed).matches(&"a".repeat(4000)));
}
