//! Shared statements stay inside what both engines understand alike (architecture.md, "One SQL, two engines").

use std::path::Path;

pub mod typed;

/// Words that only one engine knows, or that both know differently.
const FORBIDDEN: [&str; 43] = [
    " top ",
    "top(",
    "limit",
    "offset",
    "fetch",
    "merge ",
    "returning",
    "output",
    "||",
    "getdate",
    "getutcdate",
    "sysdatetime",
    "current_timestamp",
    "datetime(",
    "date(",
    "now(",
    "strftime",
    "julianday",
    "dateadd",
    "datediff",
    "isnull(",
    "ifnull(",
    "iif(",
    "len(",
    "length(",
    "lower(",
    "upper(",
    "substr(",
    "trim(",
    "glob",
    "like",
    "collate",
    "\"",
    "[",
    " create ",
    " alter ",
    " drop ",
    " pragma ",
    " exec ",
    " go ",
    "cast (",
    " select * ",
    " delete @",
];
/// Columns that hold people's words: engines fold and order them differently, so Rust compares and sorts.
const WORDS: [&str; 6] =
    ["nom_client", "ville_fac", "nom_affiche", "objet", "commentaire", "utilisateur_windows"];

pub fn statements() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("query");
    let mut all: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("query/ is there")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("text"))
        })
        .collect();
    all.sort();
    assert!(all.len() > 30, "the folder was found");
    all
}

/// Text constants may hold anything.
fn without_constants(text: &str) -> String {
    text.split('\'').step_by(2).collect::<Vec<_>>().join("''")
}

fn problems(text: &str) -> Vec<String> {
    let code = without_constants(text);
    let flat = format!(" {} ", code.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "));
    let mut found: Vec<String> = FORBIDDEN
        .iter()
        .filter(|word| flat.contains(**word))
        .map(|word| format!("{word:?} is not portable"))
        .collect();
    for after in flat.split("cast(").skip(1) {
        let target = after.split(" as ").nth(1).unwrap_or_default();
        if !(target.starts_with("char(") || target.starts_with("varchar(")) {
            found.push("CAST goes to char(n) or varchar(n) only".to_owned());
        }
    }
    let comparing = flat
        .split(" where ")
        .skip(1)
        .chain(flat.split(" order by ").skip(1))
        .chain(flat.split(" on ").skip(1));
    for clause in comparing {
        found.extend(
            WORDS
                .iter()
                .filter(|word| clause.contains(*word))
                .map(|word| format!("{word} is compared or sorted")),
        );
    }
    if flat.split(" from ").skip(1).any(|after| {
        [" where ", " group by ", " order by ", ")"]
            .iter()
            .fold(after, |list, end| list.split(end).next().unwrap_or(list))
            .contains(", ")
    }) {
        found.push("a list of tables hides names without dbo.".to_owned());
    }
    if flat.contains(" delete ") && !flat.contains(" delete from dbo.") {
        found.push("DELETE FROM dbo.…".to_owned());
    }
    for keyword in ["from ", "join ", "into ", "update "] {
        for after in flat.split(&format!(" {keyword}")).skip(1) {
            if !after.starts_with("dbo.") && !after.starts_with("(select") {
                found.push(format!(
                    "{keyword}{}: every table is named dbo.…",
                    after.split(' ').next().unwrap_or_default()
                ));
            }
        }
    }
    if flat.contains("'' + ") || flat.contains(" + ''") {
        found.push("+ beside a text constant".to_owned());
    }
    found
}

#[test]
fn shared_statements_are_portable() {
    for (name, text) in statements() {
        assert_eq!(problems(&text), Vec::<String>::new(), "{name}");
        assert_eq!(text.matches(';').count(), 0, "{name} is one statement");
    }
}

#[test]
fn the_test_above_sees_what_it_forbids() {
    for text in [
        "SELECT TOP 1 nom FROM dbo.client",
        "SELECT nom FROM client",
        "SELECT nom FROM dbo.client LIMIT 1",
        "SELECT CAST(@P1 AS datetime)",
        "INSERT INTO dbo.client (a) VALUES (1) RETURNING a",
        "SELECT a || b FROM dbo.client",
        "SELECT a FROM dbo.client WHERE nom_client LIKE @P1",
        "SELECT \"a\" FROM dbo.client",
        "UPDATE client SET a = 1",
        "SELECT a + 'x' FROM dbo.client",
        "SELECT TOP(1) a FROM dbo.client",
        "SELECT a FROM dbo.a, client_relation b",
        "CREATE TABLE x (a int)",
        "DELETE crm_fichier",
        "SELECT CAST (a AS int) FROM dbo.client",
        "SELECT a FROM dbo.client ORDER BY nom_client",
        "SELECT a FROM dbo.client WHERE nom_client = @P1",
        "SELECT a FROM dbo.client WHERE LOWER(a) = @P1",
    ] {
        assert_ne!(problems(text), Vec::<String>::new(), "{text}");
    }
}

/// SQL lives in `query/` and in the migrations; a text built in Rust would escape the test above.
#[test]
fn no_sql_hides_in_rust() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.strip_prefix(&source).is_ok_and(|below| below.starts_with("sqlite")) {
                let text = std::fs::read_to_string(&path).expect("text");
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                for word in ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE "] {
                    assert!(!text.contains(word), "{} holds {word}", path.display());
                }
            }
        }
    }
}

/// Bank details are read where a prospect is worked on, and nowhere else: what everybody's base is made of never meets them. The probe asks
/// whether the ERP's table has the columns, and for no row.
#[test]
fn only_statements_about_prospects_name_bank_details() {
    let naming: Vec<String> = statements()
        .into_iter()
        .filter(|(_, text)| {
            let words = |sign: char| !sign.is_alphanumeric() && sign != '_';
            text.to_lowercase().split(words).any(|word| word == "bic" || word == "iban")
        })
        .map(|(name, _)| name)
        .collect();
    let expected = [
        "extract_prospects.sql",
        "probe_client.sql",
        "prospect_find.sql",
        "prospect_insert.sql",
        "prospect_update.sql",
    ];
    assert_eq!(naming, expected);
}

/// A statement that takes all columns would take those that are added later.
#[test]
fn no_statement_takes_all_columns() {
    for (name, text) in statements() {
        assert!(!text.replace("COUNT(*)", "").contains('*'), "{name}");
    }
}
