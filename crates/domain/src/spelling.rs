//! Numbers and codes as people write them, brought to one spelling before they are judged or compared.

/// `text` in capitals, without blanks of any kind and without the signs of `also`.
pub(crate) fn compact(text: &str, also: &[char]) -> String {
    let kept = text.chars().filter(|sign| !sign.is_whitespace() && !also.contains(sign));
    kept.map(|sign| sign.to_ascii_uppercase()).collect()
}

/// Whether it is `len` digits and nothing else.
pub(crate) fn is_digits(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling() {
        for (text, also, expected) in [
            (" fr76 3000\u{a0}6000 ", &[][..], "FR7630006000"),
            ("fr-12.345", &['.', '-'], "FR12345"),
            ("é\u{202f}x", &[], "éX"),
            (" \t ", &[], ""),
        ] {
            assert_eq!(compact(text, also), expected, "{text:?}");
        }
        assert!(is_digits("0123", 4));
        assert!(!is_digits("012", 4) && !is_digits("01²", 4) && !is_digits("-123", 4));
    }
}
