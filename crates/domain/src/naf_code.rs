//! « Code NAF » (APE): what a French company does.

/// Why a text is no NAF code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a NAF code is four digits and a capital letter, for example 01.11Z or 0111Z")]
pub struct NafCodeError;

/// « code NAF » : four digits and a capital letter, with or without the dot after the second digit (INSEE, NAF rév. 2;
/// NAF 2025 keeps the form). Whether the code is in the list is not asked: two lists are in use.
pub fn check_naf_code(text: &str) -> Result<(), NafCodeError> {
    // `char(10)` comes back padded.
    match *text.trim().as_bytes() {
        [a, b, b'.', c, d, letter] | [a, b, c, d, letter]
            if [a, b, c, d].iter().all(u8::is_ascii_digit) && letter.is_ascii_uppercase() =>
        {
            Ok(())
        }
        _ => Err(NafCodeError),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_digits_and_a_letter() {
        for text in ["0111Z", "01.11Z", "45.32Z", "0111Z     ", "4531Y"] {
            assert_eq!(check_naf_code(text), Ok(()), "{text}");
        }
        for text in ["", "0111", "0111z", "011.1Z", "01 11Z", "01.11", "A111Z", "0111ZZ", "0111É", "01.1.1Z"]
        {
            assert_eq!(check_naf_code(text), Err(NafCodeError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "\\PC{0,12}") {
            let _ = check_naf_code(&text);
        }
    }
}
