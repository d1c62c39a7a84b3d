//! The tables of SQL Server and those of the embedded base are the same ones: whoever adds a column to one adds it to the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::Connection;

use crate::embedded::now;
use crate::portable::typed::{self, Declared, Tables};
use crate::servers::Served;

/// Wider on SQL Server, which insists on a width where SQLite does not: a system's user name; a value of 255 characters, which take up to
/// two places each.
const WIDER: [(&str, &str, &str, &str); 4] = [
    ("crm_creation_client", "decide_par", "varchar(32)", "nvarchar(100)"),
    ("crm_conflit", "attendu", "nvarchar(255)", "nvarchar(510)"),
    ("crm_conflit", "trouve", "nvarchar(255)", "nvarchar(510)"),
    ("crm_conflit", "demande", "nvarchar(255)", "nvarchar(510)"),
];

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    kind: String,
    is_nullable: bool,
    default: Option<String>,
    /// Its place in the primary key, from 1.
    key: i64,
}

/// Columns and indexes of a table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    columns: BTreeMap<String, Column>,
    /// Whether it is unique, and its columns.
    indexes: BTreeSet<(bool, Vec<String>)>,
}

fn attached(path: &Path) -> Connection {
    let base = Connection::open_in_memory().expect("opened");
    base.execute("ATTACH DATABASE ?1 AS dbo", [path.to_str().expect("UTF-8")]).expect("attached");
    base
}

fn strings(base: &Connection, sql: &str) -> Vec<String> {
    let mut statement = base.prepare(sql).expect("prepared");
    let rows = statement.query_map([], |row| row.get(0)).expect("asked");
    rows.map(|row| row.expect("a name")).collect()
}

fn tables(path: &Path) -> BTreeMap<String, Table> {
    let base = attached(path);
    strings(&base, "SELECT name FROM dbo.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .into_iter()
        .map(|name| {
            let table = Table { columns: columns(&base, &name), indexes: indexes(&base, &name) };
            (name, table)
        })
        .collect()
}

fn columns(base: &Connection, table: &str) -> BTreeMap<String, Column> {
    let mut statement = base.prepare(&format!("PRAGMA dbo.table_info({table})")).expect("prepared");
    let read = |row: &rusqlite::Row<'_>| {
        let not_null: bool = row.get(3)?;
        let kind: String = row.get(2)?;
        let column = Column {
            kind: kind.to_lowercase(),
            is_nullable: !not_null,
            default: row.get(4)?,
            key: row.get(5)?,
        };
        Ok((row.get(1)?, column))
    };
    statement.query_map([], read).expect("asked").map(|column| column.expect("a column")).collect()
}

fn indexes(base: &Connection, table: &str) -> BTreeSet<(bool, Vec<String>)> {
    let mut statement = base.prepare(&format!("PRAGMA dbo.index_list({table})")).expect("prepared");
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(1)?, row.get::<_, bool>(2)?));
    let all: Vec<(String, bool)> =
        statement.query_map([], read).expect("asked").map(|index| index.expect("an index")).collect();
    all.into_iter()
        .map(|(name, unique)| {
            (unique, strings(base, &format!("SELECT name FROM pragma_index_info('{name}', 'dbo')")))
        })
        .collect()
}

/// A column of the embedded base as SQL Server should have it. `(max)` is no part of a type that SQLite knows.
fn expected(table: &str, name: &str, mut column: Column) -> Column {
    if let Some((_, _, was, kind)) = WIDER.iter().find(|(t, c, ..)| (*t, *c) == (table, name)) {
        assert_eq!(column.kind, *was, "{table}.{name}");
        column.kind = (*kind).to_owned();
    }
    if column.kind == "text" {
        column.kind = "nvarchar".to_owned();
    }
    column
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("embedded.db");
    winpneu::sqlite::migrate(&path, now()).expect("made");
    let embedded = tables(&path);
    let served = Served::installed().await;
    let served = tables(&served.folder.path().join("winpneu.db"));
    assert_eq!(served.keys().collect::<Vec<_>>(), embedded.keys().collect::<Vec<_>>());
    for (name, table) in embedded {
        let mut expected: BTreeMap<String, Column> = table
            .columns
            .into_iter()
            .map(|(column, declared)| (column.clone(), expected(&name, &column, declared)))
            .collect();
        if let Some(number) = expected.get_mut("num_relation") {
            // The server's own running number; SQLite calls its own nullable.
            number.is_nullable = served[&name].columns["num_relation"].is_nullable;
        }
        assert_eq!(served[&name].columns, expected, "{name}");
        assert_eq!(served[&name].indexes, table.indexes, "{name}");
    }
}

/// The keys and indexes of the migrations, with their columns; the first word says which kind it is.
fn keys() -> Vec<(&'static str, String, Vec<String>)> {
    let mut all = Vec::new();
    let mut table = String::new();
    for line in
        winpneu::sqlserver::migrations().iter().flat_map(|migration| migration.text.lines()).map(str::trim)
    {
        if let Some(name) = line.strip_prefix("CREATE TABLE dbo.") {
            table = name.split(' ').next().expect("a name").to_owned();
        }
        let columns = |list: &str| {
            let list = list.split([')', ';']).next().expect("a list");
            list.split(", ").map(str::to_owned).collect::<Vec<_>>()
        };
        if let Some((_, list)) = line.split_once(" PRIMARY KEY (") {
            all.push(("key", table.clone(), columns(list)));
        } else if let Some((_, list)) = line.split_once(" UNIQUE (") {
            all.push(("unique", table.clone(), columns(list)));
        } else if let Some((_, on)) =
            line.strip_prefix("CREATE INDEX ").and_then(|line| line.split_once(" ON dbo."))
        {
            let (name, list) = on.split_once(" (").expect("columns");
            all.push(("index", name.to_owned(), columns(list)));
        }
    }
    all
}

/// What a value takes at most, in bytes.
fn width(declared: &Declared) -> usize {
    let (kind, length) = declared.kind.trim_end_matches(')').split_once('(').unwrap_or((&declared.kind, "0"));
    let length: usize = length.parse().expect("no key is of any length");
    match kind {
        "char" | "varchar" => length,
        "nchar" | "nvarchar" => 2 * length,
        "bigint" | "datetime" => 8,
        "int" => 4,
        "date" => 3,
        "bit" => 1,
        other => panic!("{other}"),
    }
}

/// SQL Server: 900 bytes of a clustered key, 1,700 of another one. Whoever may insert a longer one is told only when he does.
#[test]
fn no_key_is_too_long() {
    let tables = typed::tables();
    let keys = keys();
    assert!(keys.len() > 30, "they were found");
    for (kind, table, columns) in keys {
        let most = if kind == "key" { 900 } else { 1_700 };
        let bytes: usize = columns.iter().map(|column| width(&tables[&table][column])).sum();
        assert!(bytes <= most, "{kind} of {table} ({columns:?}): {bytes} bytes");
    }
}

/// Else a database whose collation is insensitive to case takes two names for one.
#[test]
fn text_of_keys_is_compared_sign_by_sign() {
    let mut tables = Tables::new();
    for migration in winpneu::sqlserver::migrations() {
        typed::read(migration.text, &mut tables);
    }
    let binary = Some("Latin1_General_100_BIN2");
    for (kind, table, columns) in keys().into_iter().filter(|(kind, ..)| *kind != "index") {
        for column in columns {
            let declared = &tables[&table][&column];
            let fine = !declared.kind.contains("char") || declared.collation.as_deref() == binary;
            assert!(fine, "{kind} of {table}: {column} {declared:?}");
        }
    }
    for (table, columns) in tables {
        for (column, declared) in columns {
            let names_a_file_or_a_prospect =
                ["crm_fichier", "prospect", "appareil", "sha256", "etat"].contains(&column.as_str());
            assert!(
                !names_a_file_or_a_prospect || declared.collation.as_deref() == binary,
                "{table}.{column} {declared:?}"
            );
            assert!(
                declared.collation.as_deref().is_none_or(|name| Some(name) == binary),
                "{table}.{column}"
            );
        }
    }
}

/// Migrations are guarded from outside (`crm_migration`, one transaction each), and change nothing that the ERP's own sessions feel.
#[test]
fn migrations_are_plain_definitions() {
    for migration in winpneu::sqlserver::migrations() {
        assert!(migration.text.is_ascii(), "whatever a DBA's tools take the file for, it is the same");
        let code: Vec<&str> = migration
            .text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("--"))
            .collect();
        let mut in_table = false;
        for line in code {
            let first = line.split([' ', '(']).next().expect("a word");
            match first {
                "CREATE" | "ALTER" | "INSERT" | "GO" => {
                    in_table = line.starts_with("CREATE TABLE dbo.");
                    let named =
                        ["CREATE TABLE dbo.", "CREATE INDEX ", "ALTER TABLE dbo.", "INSERT INTO dbo.", "GO"];
                    assert!(named.iter().any(|begin| line.starts_with(begin)), "{line}");
                    assert!(first != "CREATE" || in_table || line.contains(" ON dbo."), "{line}");
                    assert!(!line.contains(" WHERE "), "no filtered index: {line}");
                }
                ");" => in_table = false,
                "CONSTRAINT" => assert!(in_table, "{line}"),
                _ => assert!(
                    in_table
                        && (line.contains(" NULL,") || line.contains(" NOT NULL") || line.ends_with(" NULL")),
                    "a column says whether it may be NULL, whatever the session's settings are: {line}"
                ),
            }
        }
    }
}
