//! CREATE, ALTER and DROP, as far as SQLite spells them otherwise.

use super::collation::DATABASE;
use super::edits::Edits;
use super::errors::SqlError;
use super::tokens::{Kind, Token};

/// Types of text, whose columns have the database's collation unless they name one.
const TEXTS: [&str; 4] = ["CHAR", "VARCHAR", "NCHAR", "NVARCHAR"];

/// Adds what must change to the edits; the answer is a statement to run before.
pub(crate) fn rewrite(tokens: &[Token<'_>], edits: &mut Edits) -> Result<Option<String>, SqlError> {
    let is = |place: usize, word: &str| tokens.get(place).is_some_and(|token| token.is(word));
    for token in tokens.iter().filter(|token| token.is_any(&["CLUSTERED", "NONCLUSTERED"])) {
        edits.drop(token);
    }
    if is(0, "DROP") && is(1, "INDEX") {
        drop_index(tokens, edits);
        return Ok(None);
    }
    if is(0, "CREATE") && tokens.iter().take(4).any(|token| token.is("INDEX")) {
        create_index(tokens, edits);
        return Ok(None);
    }
    let or_alter = if is(1, "OR") && is(2, "ALTER") { 2 } else { 0 };
    if is(0, "CREATE") && is(1 + or_alter, "VIEW") {
        return Ok(create_view(tokens, or_alter, edits));
    }
    if is(0, "CREATE") && is(1, "TABLE") {
        table(tokens, edits)?;
    }
    if is(0, "ALTER") && is(1, "TABLE") {
        let added = tokens.iter().position(|token| token.is("ADD")).map_or(tokens.len(), |place| place + 1);
        column(tokens.get(added..).unwrap_or_default(), edits);
    }
    Ok(None)
}

/// Drops `dbo.` where SQLite looks into the base of its own accord, and wants no name of one: from the token at `from` on.
fn unqualified(tokens: &[Token<'_>], from: usize, edits: &mut Edits) {
    for pair in tokens.get(from..).unwrap_or_default().windows(2) {
        if pair[0].name().eq_ignore_ascii_case("dbo") && pair[1].is(".") {
            edits.replace(&pair[0], &pair[1], "");
        }
    }
}

/// `DROP INDEX ix ON dbo.t` → `DROP INDEX dbo.ix`
fn drop_index(tokens: &[Token<'_>], edits: &mut Edits) {
    let Some(on) = tokens.iter().position(|token| token.is("ON")) else { return };
    if let (Some(name), Some(last)) = (tokens.get(on - 1), tokens.last()) {
        edits.prepend(name, "dbo.");
        edits.replace(&tokens[on], last, "");
    }
}

/// `CREATE INDEX ix ON dbo.t (a) INCLUDE (b)` → `CREATE INDEX dbo.ix ON t (a)`
fn create_index(tokens: &[Token<'_>], edits: &mut Edits) {
    let Some(on) = tokens.iter().position(|token| token.is("ON")) else { return };
    if let Some(name) = on.checked_sub(1).and_then(|place| tokens.get(place)) {
        edits.prepend(name, "dbo.");
    }
    unqualified(tokens, on, edits);
    let extra = tokens.iter().position(|token| token.is_any(&["INCLUDE", "WITH"]));
    if let (Some(first), Some(last)) = (extra.map(|place| &tokens[place]), tokens.last()) {
        edits.replace(first, last, "");
    }
}

/// Views name tables without `dbo.`: with it, the file could be opened in no other way than here. `OR ALTER` is a DROP before.
fn create_view(tokens: &[Token<'_>], or_alter: usize, edits: &mut Edits) -> Option<String> {
    let body = tokens.iter().position(|token| token.is("AS"))?;
    unqualified(tokens, body, edits);
    if or_alter == 0 {
        return None;
    }
    edits.replace(&tokens[1], &tokens[2], "");
    let name = tokens.get(4..body)?.iter().take_while(|token| !token.is("("));
    let name: String = name.map(|token| token.text).collect();
    Some(format!("DROP VIEW IF EXISTS {name}"))
}

/// The columns and constraints of a table. An IDENTITY column becomes SQLite's own running number, which must be the primary key.
fn table(tokens: &[Token<'_>], edits: &mut Edits) -> Result<(), SqlError> {
    let Some(open) = tokens.iter().position(|token| token.is("(")) else { return Ok(()) };
    let items = items(tokens, open);
    unqualified(tokens, open, edits);
    let identity = items.iter().find(|item| item.iter().any(|token| token.is("IDENTITY")));
    for item in &items {
        match (identity, item) {
            (Some(identity), [name, ..]) if std::ptr::eq(*identity, *item) => {
                if !is_key(&items, name) {
                    let words = "Here an IDENTITY column must be the primary key, and alone.";
                    return Err(SqlError::new(50000, 16, 1, words));
                }
                let last = &item[item.len() - 1];
                edits.replace(name, last, format!("{} integer PRIMARY KEY AUTOINCREMENT", name.text));
            }
            (Some(identity), item) if is_primary_key(item, &identity[0]) => {
                // With the comma before it.
                let comma = tokens.iter().position(|token| token.start == item[0].start).unwrap_or(1) - 1;
                edits.replace(&tokens[comma], &item[item.len() - 1], "");
            }
            (_, item)
                if item.first().is_some_and(|first| first.is_any(&["CONSTRAINT", "PRIMARY", "CHECK"])) => {}
            (_, item) => column(item, edits),
        }
    }
    Ok(())
}

/// What stands between the commas of the parenthesis that opens at a token.
pub(crate) fn items<'s, 't>(tokens: &'s [Token<'t>], open: usize) -> Vec<&'s [Token<'t>]> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_u32, open + 1);
    for (place, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" => depth += 1,
            ")" if depth == 1 => {
                found.push(&tokens[start..place]);
                break;
            }
            ")" => depth -= 1,
            "," if depth == 1 => {
                found.push(&tokens[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    found.retain(|item| !item.is_empty());
    found
}

fn is_key(items: &[&[Token<'_>]], name: &Token<'_>) -> bool {
    items.iter().any(|item| {
        let is_own = item[0].start == name.start && item.iter().any(|token| token.is("PRIMARY"));
        is_own || is_primary_key(item, name)
    })
}

/// `[CONSTRAINT pk] PRIMARY KEY (name)`
fn is_primary_key(item: &[Token<'_>], name: &Token<'_>) -> bool {
    let item =
        if item.first().is_some_and(|first| first.is("CONSTRAINT")) { item.get(2..) } else { Some(item) };
    let words: Vec<&str> = item
        .unwrap_or_default()
        .iter()
        .filter(|token| !token.is_any(&["CLUSTERED", "NONCLUSTERED"]))
        .map(Token::name)
        .collect();
    match words.as_slice() {
        [primary, key, "(", column, ")"] => {
            primary.eq_ignore_ascii_case("PRIMARY")
                && key.eq_ignore_ascii_case("KEY")
                && column.eq_ignore_ascii_case(name.name())
        }
        _ => false,
    }
}

/// The definition of one column: `(max)` is dropped, and a text takes the database's collation unless it names one.
fn column(item: &[Token<'_>], edits: &mut Edits) {
    for three in item.windows(3) {
        if three[0].is("(") && three[1].is("max") && three[2].is(")") {
            edits.replace(&three[0], &three[2], "");
        }
    }
    let [name, kind, .., last] = item else { return };
    let is_text = matches!(kind.kind, Kind::Word | Kind::Quoted)
        && TEXTS.iter().any(|text| text.eq_ignore_ascii_case(kind.name()));
    if is_text && !name.is("CONSTRAINT") && !item.iter().any(|token| token.is("COLLATE")) {
        edits.append(last, format!(" COLLATE {DATABASE}"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::{Edits, rewrite};

    fn rewritten(text: &str) -> (Option<String>, String) {
        let tokens = tokens(text).unwrap();
        let mut edits = Edits::default();
        let before = rewrite(&tokens, &mut edits).unwrap();
        let words = edits.apply(text).split_whitespace().collect::<Vec<_>>().join(" ");
        (before, words)
    }

    #[test]
    fn what_sqlite_spells_otherwise() {
        for (given, expected) in [
            (
                "CREATE UNIQUE NONCLUSTERED INDEX [ix a] ON dbo.t (a, b DESC) INCLUDE (c) WITH (FILLFACTOR = 80)",
                "CREATE UNIQUE INDEX dbo.[ix a] ON t (a, b DESC)",
            ),
            ("DROP INDEX IF EXISTS ix ON dbo.t", "DROP INDEX IF EXISTS dbo.ix"),
            ("CREATE VIEW dbo.v AS SELECT dbo.f(a) FROM dbo.t", "CREATE VIEW dbo.v AS SELECT f(a) FROM t"),
            (
                "CREATE TABLE dbo.t (a nvarchar(max) NOT NULL, b char(3) COLLATE Latin1_General_100_BIN2, c varchar(9) NULL, \
                 CONSTRAINT pk_t PRIMARY KEY CLUSTERED (b), CHECK (c IN ('(max)')), CONSTRAINT fk FOREIGN KEY (c) REFERENCES dbo.u (d))",
                "CREATE TABLE dbo.t (a nvarchar NOT NULL COLLATE French_CI_AS, b char(3) COLLATE Latin1_General_100_BIN2, c varchar(9) NULL COLLATE French_CI_AS, \
                 CONSTRAINT pk_t PRIMARY KEY (b), CHECK (c IN ('(max)')), CONSTRAINT fk FOREIGN KEY (c) REFERENCES u (d))",
            ),
            (
                "CREATE TABLE dbo.t (n int IDENTITY(1,1) NOT NULL, a int, CONSTRAINT pk_t PRIMARY KEY CLUSTERED (n))",
                "CREATE TABLE dbo.t (n integer PRIMARY KEY AUTOINCREMENT, a int)",
            ),
            (
                "CREATE TABLE dbo.t (a int, n int IDENTITY(1,1) CONSTRAINT pk_t PRIMARY KEY)",
                "CREATE TABLE dbo.t (a int, n integer PRIMARY KEY AUTOINCREMENT)",
            ),
            (
                "ALTER TABLE dbo.t ADD a varchar(120) NULL",
                "ALTER TABLE dbo.t ADD a varchar(120) NULL COLLATE French_CI_AS",
            ),
            ("DROP TABLE IF EXISTS dbo.t", "DROP TABLE IF EXISTS dbo.t"),
        ] {
            assert_eq!(rewritten(given), (None, expected.to_owned()), "{given}");
        }
    }

    #[test]
    fn a_view_is_altered_by_making_it_anew() {
        assert_eq!(
            rewritten("CREATE OR ALTER VIEW dbo.v AS SELECT a FROM dbo.t"),
            (Some("DROP VIEW IF EXISTS dbo.v".to_owned()), "CREATE VIEW dbo.v AS SELECT a FROM t".to_owned())
        );
    }

    #[test]
    fn an_identity_column_that_is_no_key() {
        let text = "CREATE TABLE dbo.t (n int IDENTITY(1,1), a int PRIMARY KEY)";
        assert!(rewrite(&tokens(text).unwrap(), &mut Edits::default()).is_err());
    }
}
