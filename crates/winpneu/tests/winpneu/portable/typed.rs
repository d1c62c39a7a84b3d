//! What SQL Server's declared types make of a shared statement: SQLite has none that it would insist on.
//!
//! A text parameter travels as nvarchar. Compared with a `char` or `varchar` column as it is, the *column* is converted, row by row, and no
//! index is used; so each comparison casts the parameter to exactly the column's type. And two columns are compared only where both say
//! their collation: between two others SQL Server may answer error 468.

use std::collections::BTreeMap;

/// What a column declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// In small letters, such as `varchar(120)`.
    pub kind: String,
    pub collation: Option<String>,
}

impl Declared {
    fn is_text(&self) -> bool {
        self.kind.contains("char")
    }

    /// Text of one byte a sign, which a parameter is not.
    fn is_narrow(&self) -> bool {
        self.kind.starts_with("char") || self.kind.starts_with("varchar")
    }
}

pub type Tables = BTreeMap<String, BTreeMap<String, Declared>>;

/// Every table and view that a statement may name, as SQL Server has it.
pub fn tables() -> Tables {
    let mut tables = Tables::new();
    read(include_str!("../../erp/sqlserver.sql"), &mut tables);
    for migration in winpneu::sqlserver::migrations() {
        read(migration.text, &mut tables);
    }
    read(include_str!("../../../sqlserver/crm_migration.sql"), &mut tables);
    let key = Declared { kind: "varchar(20)".to_owned(), collation: None };
    for (view, table, renamed) in [
        ("crm_v_client", "client", None),
        ("crm_v_visite", "client_relation", Some(("cle", key))),
        ("crm_v_contact", "client_contact", None),
        ("crm_v_ca", "client_ca", None),
        ("crm_v_code", "code_liste", None),
    ] {
        let mut columns = tables.get(table).expect("made above").clone();
        if let Some(rank) = columns.get("num_contact").cloned() {
            columns.insert("rang".to_owned(), rank);
        }
        columns.extend(renamed.map(|(name, declared)| (name.to_owned(), declared)));
        tables.insert(view.to_owned(), columns);
    }
    tables
}

/// The tables and columns that a text of migrations makes: one column a line.
pub fn read(text: &str, tables: &mut Tables) {
    let mut table = None;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("CREATE TABLE dbo.") {
            table = name.split(' ').next();
        } else if line.starts_with(')') {
            table = None;
        } else if let Some(added) = line.strip_prefix("ALTER TABLE dbo.") {
            let (name, column) = added.split_once(" ADD ").expect("what is altered gets a column");
            column_of(name, column, tables);
        } else if let Some(name) = table.filter(|_| !line.starts_with("CONSTRAINT")) {
            column_of(name, line, tables);
        }
    }
}

fn column_of(table: &str, line: &str, tables: &mut Tables) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [name, kind, rest @ ..] = words.as_slice() else { panic!("{table}: {line}") };
    let collation = rest.iter().skip_while(|word| **word != "COLLATE").nth(1).map(|name| (*name).to_owned());
    let declared = Declared { kind: kind.trim_end_matches(',').to_lowercase(), collation };
    tables.entry(table.to_owned()).or_default().insert((*name).to_owned(), declared);
}

/// One side of a comparison.
#[derive(Debug, PartialEq, Eq)]
enum Side<'t> {
    Column(&'t str),
    /// With what it is cast to.
    Parameter(Option<String>),
    Other,
}

/// What SQL Server would make of a statement that nobody wants.
pub fn problems(text: &str, tables: &Tables) -> Vec<String> {
    let tokens = tokens(text);
    let known = named_tables(&tokens);
    let mut found: Vec<String> = known
        .iter()
        .filter(|(_, table)| !tables.contains_key(*table))
        .map(|(_, table)| format!("no migration makes {table}"))
        .collect();
    for (place, token) in tokens.iter().enumerate() {
        if !["=", "<", ">", "<=", ">=", "<>"].contains(token) || is_assignment(&tokens, place) {
            continue;
        }
        let sides = (side(&tokens[..place], true), side(&tokens[place + 1..], false));
        match sides {
            (Side::Column(one), Side::Column(other)) => {
                found.extend(joined(
                    declared(one, &known, tables),
                    declared(other, &known, tables),
                    one,
                    other,
                ));
            }
            (Side::Column(column), Side::Parameter(cast)) | (Side::Parameter(cast), Side::Column(column)) => {
                found.extend(compared(declared(column, &known, tables), cast.as_deref(), column));
            }
            _ => {}
        }
    }
    found
}

fn compared(declared: &Declared, cast: Option<&str>, column: &str) -> Option<String> {
    match cast {
        None if declared.is_narrow() => {
            Some(format!("{column} is compared without a CAST to {}", declared.kind))
        }
        Some(kind) if kind != declared.kind => Some(format!("{column} is {} and not {kind}", declared.kind)),
        _ => None,
    }
}

fn joined(one: &Declared, other: &Declared, a: &str, b: &str) -> Option<String> {
    let binary = |declared: &Declared| declared.collation.as_deref() == Some("Latin1_General_100_BIN2");
    let fine = if one.is_text() { binary(one) && binary(other) } else { !other.is_text() };
    (!fine)
        .then(|| format!("{a} and {b} have different collations, or the installation's: {one:?}, {other:?}"))
}

/// `SET column = …` gives a value and compares nothing; a WHERE ends it. What stands in brackets or in a CASE of its own counts nothing.
fn is_assignment(tokens: &[&str], place: usize) -> bool {
    let mut within = 0;
    for token in tokens[..place].iter().rev() {
        match *token {
            ")" | "END" => within += 1,
            "(" | "CASE" if within > 0 => within -= 1,
            "(" | "CASE" | "WHERE" | "ON" => return false,
            "SET" if within == 0 => return tokens[place] == "=",
            _ => {}
        }
    }
    false
}

fn side<'t>(tokens: &[&'t str], before: bool) -> Side<'t> {
    let part: Vec<&'t str> = if before {
        tokens[tokens.len().saturating_sub(8)..].to_vec()
    } else {
        tokens[..tokens.len().min(9)].to_vec()
    };
    let cast = |part: &[&str]| match part {
        ["CAST", "(", parameter, "AS", kind, "(", length, ")", ")"] if parameter.starts_with("@P") => {
            Some(Side::Parameter(Some(format!("{}({length})", kind.to_lowercase()))))
        }
        _ => None,
    };
    if let Some(side) = cast(if before { &tokens[tokens.len().saturating_sub(9)..] } else { &part }) {
        return side;
    }
    let Some(word) = (if before { part.last() } else { part.first() }) else { return Side::Other };
    let is_call = !before && part.get(1) == Some(&"(");
    if word.starts_with("@P") {
        Side::Parameter(None)
    } else if word.starts_with(|sign: char| sign.is_ascii_lowercase()) && !is_call {
        Side::Column(word)
    } else {
        Side::Other
    }
}

/// Aliases, and names for themselves, with the tables that they stand for, as they come.
fn named_tables<'t>(tokens: &[&'t str]) -> Vec<(&'t str, &'t str)> {
    let mut known = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        if let Some(table) = token.strip_prefix("dbo.") {
            known.push((table, table));
            let next =
                tokens.get(place + 1).filter(|next| next.starts_with(|s: char| s.is_ascii_lowercase()));
            known.extend(next.map(|alias| (*alias, table)));
        }
    }
    known
}

/// What a column declares. A bare name is the first table's that has it: those behind it are of queries within, which name theirs.
fn declared<'a>(column: &str, known: &[(&str, &str)], tables: &'a Tables) -> &'a Declared {
    let (alias, column) =
        column.split_once('.').map_or((None, column), |(alias, column)| (Some(alias), column));
    known
        .iter()
        .filter(|(name, _)| alias.is_none_or(|alias| alias == *name))
        .find_map(|(_, table)| tables.get(*table)?.get(column))
        .unwrap_or_else(|| panic!("no table has {alias:?} {column}"))
}

/// Words (with their dots), signs and constants.
fn tokens(text: &str) -> Vec<&str> {
    let (mut all, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let is_word = |sign: char| sign.is_alphanumeric() || "_.@".contains(sign);
        let len = if is_word(first) {
            rest.find(|sign| !is_word(sign)).unwrap_or(rest.len())
        } else if first == '\'' {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        } else if ["<=", ">=", "<>"].iter().any(|sign| rest.starts_with(sign)) {
            2
        } else {
            first.len_utf8()
        };
        all.push(&rest[..len]);
        rest = rest[len..].trim_start();
    }
    all
}

#[test]
fn comparisons_are_cast_to_what_the_column_declares() {
    let tables = tables();
    for (name, text) in super::statements() {
        assert_eq!(problems(&text, &tables), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_test_above_sees_what_it_forbids() {
    let tables = tables();
    for (text, word) in [
        ("SELECT nom FROM dbo.crm_parametre WHERE nom = @P1", "without a CAST to varchar(60)"),
        ("SELECT nom FROM dbo.crm_parametre WHERE @P1 = nom", "without a CAST"),
        (
            "SELECT nom FROM dbo.crm_parametre WHERE nom = CAST(@P1 AS varchar(6))",
            "is varchar(60) and not varchar(6)",
        ),
        (
            "SELECT nom FROM dbo.crm_parametre p WHERE CAST(@P1 AS char(60)) = p.nom",
            "is varchar(60) and not char(60)",
        ),
        ("UPDATE dbo.crm_parametre SET valeur = @P2 WHERE nom = @P1", "without a CAST"),
        (
            "UPDATE dbo.crm_parametre SET valeur = CASE WHEN nom = @P1 THEN @P2 ELSE valeur END",
            "without a CAST",
        ),
        (
            "DELETE FROM dbo.crm_conflit WHERE prospect = CAST(@P1 AS char(36)) AND champ = @P2",
            "champ is compared",
        ),
        ("SELECT nom FROM dbo.crm_fichier WHERE nom = CAST(@P1 AS varchar(320))", "nvarchar(320) and not"),
        ("SELECT c_client FROM dbo.crm_v_client WHERE c_client > @P1", "without a CAST to char(30)"),
        (
            "SELECT p.prospect FROM dbo.crm_prospect p INNER JOIN dbo.crm_v_client c ON c.c_client = p.c_client",
            "different collations",
        ),
        (
            "SELECT r.c_entite FROM dbo.client_relation r INNER JOIN dbo.client c ON c.c_client = r.c_entite",
            "the installation's",
        ),
        ("SELECT x FROM dbo.crm_nothing", "no migration makes crm_nothing"),
    ] {
        let found = problems(text, &tables);
        assert!(found.iter().any(|problem| problem.contains(word)), "{text}: {found:?}");
    }
    for text in [
        "UPDATE dbo.crm_parametre SET nom = @P2, valeur = @P1 WHERE nom = CAST(@P3 AS varchar(60))",
        "UPDATE dbo.crm_compteur SET valeur = @P1 WHERE nom = 'seq' AND valeur < @P1",
        "SELECT f.nom FROM dbo.crm_prospect p LEFT JOIN dbo.crm_fichier f ON f.nom = p.suppression",
    ] {
        assert_eq!(problems(text, &tables), Vec::<String>::new(), "{text}");
    }
}
