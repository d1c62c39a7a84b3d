//! `cargo xtask tsql`: every text that SQL Server is sent passes Microsoft's own grammar at the level of 2016. Each `.sql` file of the
//! repository is taken for T-SQL unless its folder is named here as SQLite's, so a new folder is checked from its first day.
//!
//! Grammar only: whether a table, a column or a function is there, no parser knows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use winpneu::sqlserver::installer;

mod maxdop;

use maxdop::{Answer, Maxdop};

/// What only SQLite reads.
const OF_SQLITE: [&str; 3] =
    ["crates/client/schema", "crates/snapshot/schema", "crates/winpneu/migrations/sqlite"];
/// The statements that both engines are sent.
const SHARED: &str = "crates/winpneu/query";
/// Where the shared statements are called.
const CALLS: &str = "crates/winpneu/src";
/// What the SQL Server driver puts after a statement of which it wants the first rows only.
const PAGE: &str = "\nOFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY";

/// What T-SQL refuses, each in another way: a parser that takes one of these is none.
const WRONG: [&str; 8] = [
    "SELECT a FROM t ORDER BY a LIMIT 5",
    "SELEC a FROM t",
    "INSERT INTO t (a) VALUES (@P1) RETURNING a",
    "INSERT INTO t (a) VALUES (@P1) ON CONFLICT DO NOTHING",
    "CREATE INDEX s.ix ON t (a)",
    "SELECT a,, b FROM t",
    "SELECT a FROM t\nOFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY",
    "SELECT TRIM(BOTH ' ' FROM a) FROM t", // known from 2022 on
];
/// What T-SQL takes, in words that SQLite does not know.
const RIGHT: &str = "SELECT a, CONVERT(int, b) AS c FROM t WITH (NOLOCK) ORDER BY a";

/// One text, and what the grammar must say of it.
struct Text {
    /// Where it stands, for the person who mends it.
    place: String,
    sql: String,
    right: bool,
}

/// Checks all texts; where the parser does not run, says so.
pub fn check(root: &Path) -> Result<()> {
    let Some(parser) = Maxdop::ready(root)? else { return Ok(()) };
    let texts = texts(root)?;
    let right = texts.iter().filter(|text| text.right).count();
    let sql: Vec<&str> = texts.iter().map(|text| text.sql.as_str()).collect();
    let wrong = problems(&texts, &parser.judge(&sql)?);
    if wrong.is_empty() {
        println!(
            "   {right} texts are T-SQL of {}; {} wrong ones were refused",
            maxdop::LEVEL,
            texts.len() - right
        );
        return Ok(());
    }
    bail!("not T-SQL of {}:\n  {}", maxdop::LEVEL, wrong.join("\n  "))
}

/// All texts, and those by which the parser proves itself.
fn texts(root: &Path) -> Result<Vec<Text>> {
    let files = files(root, "", "sql")?;
    let calls = files_joined(root)?;
    let paged = paged_names(&calls);
    ensure!(!paged.is_empty(), "no paged statement in {CALLS}: are they called otherwise now?");
    let mut texts = Vec::new();
    for (place, sql) in files {
        let name =
            place.strip_prefix(SHARED).map(|name| name.trim_start_matches('/').trim_end_matches(".sql"));
        if name.is_some_and(|name| paged.contains(name) || ends_in_order(&sql)) {
            let sql = format!("{}{PAGE}", sql.trim_end());
            texts.push(Text { place: format!("{place} (paged)"), sql, right: true });
        }
        texts.push(Text { place, sql, right: true });
    }
    ensure!(texts.iter().any(|text| text.place.starts_with(SHARED)), "no statement in {SHARED}");
    for numbered in [true, false] {
        let sql = installer::script(&installer::views_template(numbered));
        texts.push(Text {
            place: format!("the installer's script (relations numbered: {numbered})"),
            sql,
            right: true,
        });
    }
    let proofs = [RIGHT].map(|sql| (sql, true)).into_iter().chain(WRONG.map(|sql| (sql, false)));
    texts.extend(proofs.map(|(sql, right)| Text {
        place: format!("the proof {sql:?}"),
        sql: sql.to_owned(),
        right,
    }));
    Ok(texts)
}

/// What is not as it must be, in words for the console.
fn problems(texts: &[Text], answers: &[Answer]) -> Vec<String> {
    let judged = texts.iter().zip(answers).filter_map(|(text, answer)| match answer {
        Answer::Parsed if text.right => None,
        Answer::Refused(_) if !text.right => None,
        Answer::Parsed => Some(format!("{}: the parser takes what T-SQL refuses", text.place)),
        Answer::Refused(words) => Some(format!("{}:{words}", text.place)),
    });
    judged.collect()
}

/// The names of the statements of which a caller takes the first rows: `page(sql!("name")`, however it is broken into lines.
fn paged_names(rust: &str) -> BTreeSet<String> {
    let dense: String = rust.split_whitespace().collect();
    let calls = dense.split("page(sql!(\"").skip(1);
    calls.filter_map(|call| Some(call.split_once('"')?.0.to_owned())).collect()
}

/// Whether the last clause of a statement is an ORDER BY, and none of a subquery or of a window.
fn ends_in_order(sql: &str) -> bool {
    let sql = sql.to_uppercase();
    sql.rsplit_once("ORDER BY").is_some_and(|(_, after)| !after.contains(" FROM ") && balanced(after))
}

fn balanced(text: &str) -> bool {
    text.matches('(').count() == text.matches(')').count()
}

fn files_joined(root: &Path) -> Result<String> {
    Ok(files(root, CALLS, "rs")?.into_iter().map(|(_, text)| text).collect())
}

/// The files of an ending below a folder (named from the root, with `/`), in order, with their text.
fn files(root: &Path, below: &str, ending: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).with_context(|| folder.clone())? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let place = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if entry.file_type()?.is_dir() {
                let ours = !name.starts_with('.') && !name.starts_with("target") && name != "node_modules";
                folders.extend((ours && !OF_SQLITE.contains(&place.as_str())).then_some(place));
            } else if Path::new(&name).extension().is_some_and(|found| found == ending) {
                let text = fs::read_to_string(entry.path()).with_context(|| place.clone())?;
                found.push((place, text));
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Answer, PAGE, Text, ends_in_order, paged_names, problems, texts};
    use crate::root;

    #[test]
    fn a_statement_may_be_paged_when_it_is_called_so_or_ends_in_its_order() {
        let rust = "base.page(sql!(\"a\"), 1, &[]); base.page(\n    sql!(\"b\"),\n    2); base.query(sql!(\"c\"), &[])";
        assert_eq!(paged_names(rust).into_iter().collect::<Vec<_>>(), ["a", "b"]);
        for (sql, expected) in [
            ("SELECT a FROM t ORDER BY a", true),
            ("SELECT a FROM t\nORDER BY COALESCE(a, 0), b DESC\n", true),
            ("SELECT a FROM t", false),
            ("SELECT ROW_NUMBER() OVER (ORDER BY a) AS n, b FROM t", false),
            ("SELECT a FROM (SELECT a, ROW_NUMBER() OVER (ORDER BY a) AS n FROM t) x WHERE n = 1", false),
        ] {
            assert_eq!(ends_in_order(sql), expected, "{sql}");
        }
    }

    #[test]
    fn all_but_sqlite_s_own_is_checked_and_paged_statements_twice() {
        let texts = texts(root()).unwrap();
        let has = |place: &str| texts.iter().any(|text| text.place == place);
        assert!(has("crates/winpneu/query/mail_due.sql") && has("crates/winpneu/query/mail_due.sql (paged)"));
        assert!(
            has("crates/winpneu/query/file_insert.sql")
                && !has("crates/winpneu/query/file_insert.sql (paged)")
        );
        assert!(has("crates/winpneu/installation/client_create.sql"));
        assert!(!texts.iter().any(|text| text.place.contains("sqlite")));
        let paged = texts.iter().filter(|text| text.place.ends_with("(paged)"));
        assert!(paged.clone().count() > 5 && paged.clone().all(|text| text.sql.ends_with(PAGE)));
        assert!(texts.iter().any(|text| !text.right));
    }

    #[test]
    fn a_problem_names_the_place_and_a_parser_that_takes_anything_is_seen() {
        let text = |place: &str, right| Text { place: place.to_owned(), sql: String::new(), right };
        let texts =
            [text("a.sql", true), text("b.sql", true), text("the proof", false), text("another", false)];
        let refused = || Answer::Refused("3:1: Incorrect syntax near ','.".to_owned());
        let told = problems(&texts, &[Answer::Parsed, refused(), Answer::Parsed, refused()]);
        assert_eq!(
            told,
            ["b.sql:3:1: Incorrect syntax near ','.", "the proof: the parser takes what T-SQL refuses"]
        );
    }
}
