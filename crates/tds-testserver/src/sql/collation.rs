//! The collations that columns name, for SQLite.

use std::cmp::Ordering;

use rusqlite::Connection;

/// The collation of the database, and so of each text column that names none.
pub(crate) const DATABASE: &str = "French_CI_AS";
/// Code points.
const BINARY: &str = "Latin1_General_100_BIN2";

/// Makes `French_CI_AS` and `Latin1_General_100_BIN2` known to a connection, for tests that open the base beside the server. Both take
/// trailing blanks for nothing. The first does not tell cases apart and does accents; its order is not that of the dictionary.
///
/// # Errors
/// When SQLite refuses.
pub fn register_collations(base: &Connection) -> rusqlite::Result<()> {
    base.create_collation(DATABASE, |a, b| compare(a, b, true))?;
    base.create_collation(BINARY, |a, b| compare(a, b, false))
}

fn compare(a: &str, b: &str, ignores_case: bool) -> Ordering {
    let (a, b) = (a.trim_end_matches(' '), b.trim_end_matches(' '));
    if ignores_case {
        a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase))
    } else {
        a.cmp(b)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ordering, compare};

    #[test]
    fn what_is_equal() {
        for (a, b, french, binary) in [
            ("a", "A  ", true, false),
            ("a", "a ", true, true),
            ("é", "e", false, false),
            ("É", "é", true, false),
            ("", "   ", true, true),
            (" a", "a", false, false),
        ] {
            assert_eq!(compare(a, b, true) == Ordering::Equal, french, "{a:?} {b:?} in French");
            assert_eq!(compare(a, b, false) == Ordering::Equal, binary, "{a:?} {b:?} by code points");
        }
    }
}
