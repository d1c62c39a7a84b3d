//! The next customer code, where the accountant gives none.

use std::collections::{BTreeMap, HashMap};

use domain::CustomerCode;
use winpneu::{Connection, creations};

use crate::failure::Failure;

/// What an ERP without any customer begins with.
const FIRST: &str = "C00001";

/// The code after the highest one of the commonest form (letters, then digits, as many as most have).
///
/// # Errors
/// When the base is out of reach, or the next code has no room in its column.
pub async fn next_free(base: &mut Connection) -> Result<CustomerCode, Failure> {
    let mut forms = Forms::default();
    creations::each_customer_code(base, |code| forms.meet(code)).await?;
    let next = forms.next();
    next.parse()
        .map_err(|error| Failure::Other(format!("{next:?} would be next: {error}; give one with --code")))
}

/// By the letters in front: how often each was met, its highest number, and how many digits its last commonest code had.
#[derive(Debug, Default)]
struct Forms(HashMap<String, Form>);

#[derive(Debug, Default)]
struct Form {
    count: u64,
    highest: u64,
    widths: BTreeMap<usize, u64>,
}

impl Forms {
    fn meet(&mut self, code: &str) {
        let prefix = code.trim_end_matches(|sign: char| sign.is_ascii_digit());
        let digits = &code[prefix.len()..];
        let Ok(number) = digits.parse::<u64>() else { return };
        let form = self.0.entry(prefix.to_owned()).or_default();
        form.count += 1;
        form.highest = number.max(form.highest);
        *form.widths.entry(digits.len()).or_default() += 1;
    }

    fn next(&self) -> String {
        let commonest = self.0.iter().max_by_key(|(prefix, form)| (form.count, *prefix));
        commonest.map_or_else(
            || FIRST.to_owned(),
            |(prefix, form)| {
                let commonest = form.widths.iter().max_by_key(|(width, count)| (**count, **width));
                let width = commonest.map_or(1, |(width, _)| *width);
                format!("{prefix}{:0width$}", form.highest.saturating_add(1))
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Forms;

    #[test]
    fn the_next_code_continues_the_commonest_form() {
        for (codes, next) in [
            (&[][..], "C00001"),
            (&["C00912", "C04015", "DIVERS", "X1"], "C04016"),
            (&["C99999"], "C100000"),
            (&["C99999", "C100000"], "C100001"),
            (&["C00001", "C00002", "C99999", "C100000"], "C100001"),
            (&["12", "9", "13"], "14"),
            (&["A01", "A02", "B1", "B2", "B3"], "B4"),
            (&["DIVERS"], "C00001"),
            (&["C99999999999999999999999999"], "C00001"),
        ] {
            let mut forms = Forms::default();
            codes.iter().for_each(|code| forms.meet(code));
            assert_eq!(forms.next(), next, "{codes:?}");
        }
    }
}
