//! Texts of several batches, and those that an installation gets.

use sha2::{Digest, Sha256};

/// The name of the installation's views, beside automaton.toml.
pub const VIEWS_FILE: &str = "winpneu-views.sql";

/// Makes a login with the rights that the program needs; for the DBA.
pub const LOGIN: &str = include_str!("../../../installation/sqlserver/login.sql");

/// Takes out what the CRM put into the database; for the DBA.
pub const UNINSTALL: &str = include_str!("../../../installation/sqlserver/uninstall.sql");

const VIEWS: &str = include_str!("../../../installation/sqlserver/views.sql");
const VISITS_WITHOUT_NUMBER: &str = include_str!("../../../installation/sqlserver/visits_without_number.sql");
const VISITS: &str = "dbo.crm_v_visite";

/// The views that an installation begins with. `relation_number`: whether `client_relation` has the running number `num_relation`, see
/// [`super::has_relation_number`]; annex 1 names no key.
#[must_use]
pub fn views_template(relation_number: bool) -> String {
    let piece = |piece: Piece<'_>| match view_of(piece.batch) {
        Some(VISITS) if !relation_number => format!("\n{VISITS_WITHOUT_NUMBER}"),
        _ => piece.whole.to_owned(),
    };
    pieces(VIEWS).into_iter().map(piece).collect()
}

/// The text without the mark that some editors put at the beginning of a file.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// SHA-256 in lower-case hex.
pub(super) fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// The batches of a text: what stands between lines that say GO, but for those that say nothing.
pub(super) fn batches(text: &str) -> Vec<&str> {
    pieces(text).into_iter().map(|piece| piece.batch.trim()).filter(|batch| !is_silent(batch)).collect()
}

/// The view that a batch makes.
pub(super) fn view_of(batch: &str) -> Option<&str> {
    let line = batch.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("--"))?;
    let mut words = line.split_whitespace().skip_while(|word| !word.eq_ignore_ascii_case("VIEW"));
    words.nth(1)
}

/// A batch, and the same with the line that ends it.
struct Piece<'t> {
    batch: &'t str,
    whole: &'t str,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut all, mut begun, mut here) = (Vec::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        let end = here;
        here += line.len();
        if is_end(line) {
            all.push(Piece { batch: &text[begun..end], whole: &text[begun..here] });
            begun = here;
        }
    }
    all.push(Piece { batch: &text[begun..], whole: &text[begun..] });
    all
}

fn is_end(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("GO")
}

fn is_silent(batch: &str) -> bool {
    batch.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with("--"))
}

#[cfg(test)]
mod tests {
    use super::{batches, view_of};

    #[test]
    fn batches_end_at_lines_that_say_go() {
        for (text, found) in [
            ("a\nGO\nb\nGO\n", &["a", "b"][..]),
            ("a\r\ngo\r\nb", &["a", "b"]),
            (
                "GO\n-- only words\nGO\n\n-- GO\nGOTO a\n  Go  \nSELECT 'GO'",
                &["-- GO\nGOTO a", "SELECT 'GO'"],
            ),
            ("", &[]),
        ] {
            assert_eq!(batches(text), found, "{text:?}");
        }
    }

    #[test]
    fn a_batch_names_its_view() {
        let batch = "-- words\n\n  create or alter view dbo.crm_v_ca as\nSELECT 1 AS a;";
        assert_eq!(view_of(batch), Some("dbo.crm_v_ca"));
        assert_eq!(view_of("CREATE TABLE dbo.t (a int NULL);"), None);
        assert_eq!(view_of("-- CREATE VIEW dbo.v"), None);
    }
}
