//! The parameters in a text of SQL: `@P1…@Pn` where they are code, and not in a constant, a comment or a quoted name.

/// The text with each of its parameters numbered as `number` says.
pub(crate) fn renumbered(text: &str, mut number: impl FnMut(usize) -> usize) -> String {
    let mut written = String::with_capacity(text.len());
    for piece in pieces(text) {
        let Piece::Code(code) = piece else {
            written.push_str(piece.text());
            continue;
        };
        let mut parts = code.split("@P");
        written.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = &part[..part.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(part.len())];
            written.push_str("@P");
            match digits.parse() {
                Ok(found) => written.push_str(&number(found).to_string()),
                Err(_) => written.push_str(digits),
            }
            written.push_str(&part[digits.len()..]);
        }
    }
    written
}

/// The n of the highest `@Pn`; 0 when there is none.
pub(crate) fn highest_parameter(text: &str) -> usize {
    let mut highest = 0;
    renumbered(text, |number| {
        highest = highest.max(number);
        number
    });
    highest
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Code(&'t str),
    /// A constant, a comment, a name in brackets or double quotes.
    Other(&'t str),
}

impl<'t> Piece<'t> {
    const fn text(self) -> &'t str {
        match self {
            Self::Code(text) | Self::Other(text) => text,
        }
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut all, mut rest) = (Vec::new(), text);
    while let Some((start, len)) = other(rest) {
        all.push(Piece::Code(&rest[..start]));
        all.push(Piece::Other(&rest[start..start + len]));
        rest = &rest[start + len..];
    }
    all.push(Piece::Code(rest));
    all
}

/// Where the first piece that is no code begins, and how long it is. What is never closed reaches to the end.
fn other(text: &str) -> Option<(usize, usize)> {
    let openings = ["'", "\"", "[", "--", "/*"];
    let (start, opening) = openings
        .iter()
        .filter_map(|opening| Some((text.find(opening)?, *opening)))
        .min_by_key(|(at, _)| *at)?;
    let here = &text[start..];
    let until = |close: &str| here[1..].find(close).map_or(here.len(), |at| 1 + at + close.len());
    let len = match opening {
        "[" => until("]"),
        "--" => until("\n"),
        "/*" => comment(here),
        quote => until(quote),
    };
    Some((start, len))
}

/// The length of a block comment. In T-SQL they nest.
fn comment(text: &str) -> usize {
    let (mut depth, mut here) = (0_u32, 0);
    loop {
        let rest = &text[here..];
        match (rest.find("/*"), rest.find("*/")) {
            (Some(open), Some(close)) if open < close => (depth, here) = (depth + 1, here + open + 2),
            (_, Some(close)) => (depth, here) = (depth.saturating_sub(1), here + close + 2),
            (_, None) => return text.len(),
        }
        if depth == 0 {
            return here;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{highest_parameter, renumbered};

    #[test]
    fn parameters_are_those_of_the_code() {
        for (text, written, highest) in [
            ("SELECT a FROM dbo.b", "SELECT a FROM dbo.b", 0),
            ("@P1 OR @P1, @P12", "@P11 OR @P11, @P22", 12),
            ("-- @P9\n@P2", "-- @P9\n@P12", 2),
            ("'it''s @P9' @P2 @PX @", "'it''s @P9' @P12 @PX @", 2),
            (
                "/* d'un client @P9 /* @P8 */ @P7 */ (@P1, 'X', @P2)",
                "/* d'un client @P9 /* @P8 */ @P7 */ (@P11, 'X', @P12)",
                2,
            ),
            ("[l'@P9] = @P1 AND \"d'@P8\" = @P2", "[l'@P9] = @P11 AND \"d'@P8\" = @P12", 2),
            ("@P1 -- at the end @P9", "@P11 -- at the end @P9", 1),
            ("@P1 'open @P9", "@P11 'open @P9", 1),
            ("@P1 /* open @P9 */ */ @P2 /* @P8", "@P11 /* open @P9 */ */ @P12 /* @P8", 2),
            ("é@P1é 'é' --é", "é@P11é 'é' --é", 1),
            ("a@Pb", "a@Pb", 0),
        ] {
            assert_eq!(renumbered(text, |number| number + 10), written, "{text}");
            assert_eq!(highest_parameter(text), highest, "{text}");
        }
    }
}
