//! What little of T-SQL is spelled otherwise for SQLite, and what of SQLite is no T-SQL.

use std::borrow::Cow;

use super::ddl;
use super::edits::Edits;
use super::errors::SqlError;
use super::tokens::{Kind, Token, tokens};

/// What `@@SPID` and `@@TRANCOUNT` are now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct System {
    pub(crate) spid: u64,
    pub(crate) trancount: u32,
}

/// A statement for SQLite.
#[derive(Debug)]
pub(crate) struct Rewritten<'t> {
    /// To run before, in the same transaction.
    pub(crate) before: Option<String>,
    pub(crate) sql: Cow<'t, str>,
    pub(crate) target: Target<'t>,
}

/// What a statement does to which table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Target<'t> {
    /// Its first word, in capitals; empty for a query.
    pub(crate) verb: &'static str,
    /// Without its schema.
    pub(crate) table: &'t str,
}

impl Target<'_> {
    /// Whether a count of rows belongs to its end.
    pub(crate) fn is_counted(&self) -> bool {
        matches!(self.verb, "INSERT" | "UPDATE" | "DELETE")
    }

    /// Whether it makes, changes or drops an object.
    pub(crate) fn is_ddl(&self) -> bool {
        matches!(self.verb, "CREATE" | "ALTER" | "DROP")
    }
}

/// Words that SQLite knows and T-SQL does not, or not there.
const FOREIGN: [&str; 10] = [
    "LIMIT",
    "RETURNING",
    "GLOB",
    "REGEXP",
    "AUTOINCREMENT",
    "CONFLICT",
    "ROWID",
    "||",
    "==",
    "CURRENT_DATE",
];
/// Functions that SQLite has and T-SQL does not.
const FOREIGN_FUNCTIONS: [&str; 20] = [
    "CHANGES",
    "DATE",
    "DATETIME",
    "GROUP_CONCAT",
    "HEX",
    "IFNULL",
    "INSTR",
    "JULIANDAY",
    "LAST_INSERT_ROWID",
    "LENGTH",
    "PRINTF",
    "QUOTE",
    "RANDOM",
    "STRFTIME",
    "SUBSTR",
    "TIME",
    "TOTAL",
    "TYPEOF",
    "UNIXEPOCH",
    "ZEROBLOB",
];

/// The statement for SQLite.
pub(crate) fn rewritten(text: &str, system: System) -> Result<Rewritten<'_>, SqlError> {
    let tokens = tokens(text)?;
    refuse_foreign(&tokens)?;
    let target = target(&tokens);
    let mut edits = Edits::default();
    let before = if target.is_ddl() { ddl::rewrite(&tokens, &mut edits)? } else { None };
    values(&tokens, system, &mut edits);
    object_ids(&tokens, &mut edits);
    casts(&tokens, &mut edits);
    page(&tokens, &mut edits)?;
    Ok(Rewritten { before, sql: edits.apply(text), target })
}

fn refuse_foreign(tokens: &[Token<'_>]) -> Result<(), SqlError> {
    if let Some(token) = tokens.iter().find(|token| token.is_any(&FOREIGN)) {
        return Err(SqlError::syntax(token.text));
    }
    if let [_, or, ..] = tokens
        && or.is("OR")
        && tokens[0].is_any(&["INSERT", "UPDATE"])
    {
        return Err(SqlError::syntax(or.text));
    }
    let function = tokens
        .windows(2)
        .find(|pair| pair[0].is_any(&FOREIGN_FUNCTIONS) && pair[1].is("("))
        .map(|pair| pair[0]);
    function.map_or(Ok(()), |function| Err(SqlError::no_function(function.text)))
}

fn target<'t>(tokens: &[Token<'t>]) -> Target<'t> {
    // What stands before the table's name.
    let verbs = [
        ("INSERT", ["INTO"].as_slice()),
        ("UPDATE", &["UPDATE"]),
        ("DELETE", &["FROM"]),
        ("CREATE", &["TABLE", "ON", "VIEW"]),
        ("ALTER", &["TABLE"]),
        ("DROP", &["TABLE", "ON", "VIEW"]),
    ];
    let first = tokens.first();
    let Some((verb, before)) = verbs.into_iter().find(|(verb, _)| first.is_some_and(|first| first.is(verb)))
    else {
        return Target::default();
    };
    let after = tokens.iter().position(|token| token.is_any(before)).map_or(0, |place| place + 1);
    let after = match tokens.get(after..) {
        Some([condition, exists, ..]) if condition.is("IF") && exists.is("EXISTS") => after + 2,
        _ => after,
    };
    let table = match tokens.get(after..) {
        Some([_, dot, name, ..]) if dot.is(".") => name.name(),
        Some([name, ..]) => name.name(),
        _ => "",
    };
    Target { verb, table }
}

/// Puts values in the place of `@@` names, and drops the N of a Unicode text.
fn values(tokens: &[Token<'_>], system: System, edits: &mut Edits) {
    for token in tokens.iter().filter(|token| token.kind == Kind::Variable) {
        match token.text.to_ascii_uppercase().as_str() {
            "@@SPID" => edits.replace(token, token, system.spid.to_string()),
            "@@TRANCOUNT" => edits.replace(token, token, system.trancount.to_string()),
            "@@VERSION" => edits.replace(token, token, "'Microsoft SQL Server 2016 (tds-testserver)'"),
            _ => {}
        }
    }
    for pair in tokens.windows(2) {
        if pair[0].is("N") && pair[1].kind == Kind::Text && pair[0].end() == pair[1].start {
            edits.drop(&pair[0]);
        }
    }
}

/// `OBJECT_ID('dbo.t' [, 'U'])` is a look into SQLite's own list: a function could not see what this transaction made.
fn object_ids(tokens: &[Token<'_>], edits: &mut Edits) {
    for (place, name) in tokens.iter().enumerate().filter(|(_, token)| token.is("OBJECT_ID")) {
        let rest = tokens.get(place + 1..).unwrap_or_default();
        let Some(end) = rest.iter().position(|token| token.is(")")) else { continue };
        let arguments: Vec<&str> = rest[..end]
            .iter()
            .filter(|token| matches!(token.kind, Kind::Text | Kind::Variable))
            .map(|token| token.text)
            .collect();
        let (object, types) = match arguments.as_slice() {
            [object] => (object, "'table', 'view'"),
            [object, "'U'"] => (object, "'table'"),
            [object, "'V'"] => (object, "'view'"),
            _ => continue,
        };
        let look = format!(
            "(SELECT o.rowid FROM dbo.sqlite_schema o WHERE o.type IN ({types}) AND lower('dbo.' || o.name) = lower({object}))"
        );
        edits.replace(name, &rest[end], look);
    }
}

/// A CAST to `char(n)` or its like cuts what is longer; SQLite's does not.
fn casts(tokens: &[Token<'_>], edits: &mut Edits) {
    for (place, cast) in tokens.iter().enumerate().filter(|(_, token)| token.is("CAST")) {
        let (mut depth, mut as_) = (0_u32, None);
        for (after, token) in tokens.iter().enumerate().skip(place + 1) {
            match token.text {
                "(" => depth += 1,
                ")" if depth <= 1 => break,
                ")" => depth -= 1,
                _ if depth == 1 && token.is("AS") => as_ = Some(after),
                _ => {}
            }
        }
        let Some([as_, kind, open, length, close, ..]) = as_.and_then(|as_| tokens.get(as_..)) else {
            continue;
        };
        let is_text = kind.is_any(&["CHAR", "VARCHAR", "NCHAR", "NVARCHAR"]);
        if is_text && open.is("(") && length.kind == Kind::Number && close.is(")") && cast.end() > 0 {
            edits.append(&tokens[place + 1], "substr(");
            edits.prepend(as_, format!(", 1, {}) ", length.text));
        }
    }
}

/// `OFFSET … ROWS FETCH NEXT … ROWS ONLY` at a text's end, which T-SQL takes only after ORDER BY.
fn page(tokens: &[Token<'_>], edits: &mut Edits) -> Result<(), SqlError> {
    let Some(start) = tokens.len().checked_sub(8) else { return Ok(()) };
    let [offset, skipped, rows, fetch, next, count, rows_again, only] = &tokens[start..] else {
        return Ok(());
    };
    let is_page = offset.is("OFFSET")
        && rows.is_any(&["ROWS", "ROW"])
        && fetch.is("FETCH")
        && next.is_any(&["NEXT", "FIRST"])
        && rows_again.is_any(&["ROWS", "ROW"])
        && only.is("ONLY");
    if !is_page {
        return Ok(());
    }
    if !tokens.windows(2).any(|pair| pair[0].is("ORDER") && pair[1].is("BY")) {
        return Err(SqlError::syntax("OFFSET"));
    }
    edits.replace(offset, only, format!("LIMIT {} OFFSET {}", count.text, skipped.text));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{System, rewritten};

    const SYSTEM: System = System { spid: 51, trancount: 1 };

    #[test]
    fn what_sqlite_spells_otherwise() {
        for (given, expected) in [
            ("SELECT a FROM dbo.t", "SELECT a FROM dbo.t"),
            ("SELECT @@SPID, @@trancount, @P1", "SELECT 51, 1, @P1"),
            ("SELECT N'é', N", "SELECT 'é', N"),
            (
                "SELECT a FROM dbo.t ORDER BY a\nOFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY",
                "SELECT a FROM dbo.t ORDER BY a\nLIMIT 5 OFFSET 0",
            ),
            (
                "WHERE a = CAST(@P1 AS char(3)) AND b = CAST(f(x, CAST(y AS varchar(4))) AS varchar(5))",
                "WHERE a = CAST(substr(@P1 , 1, 3) AS char(3)) AND b = CAST(substr(f(x, CAST(substr(y , 1, 4) AS varchar(4))) , 1, 5) AS varchar(5))",
            ),
            ("SELECT CAST(NULL AS int)", "SELECT CAST(NULL AS int)"),
        ] {
            assert_eq!(rewritten(given, SYSTEM).unwrap().sql, expected, "{given}");
        }
    }

    #[test]
    fn what_a_statement_writes() {
        for (given, verb, table) in [
            ("SELECT 1", "", ""),
            ("INSERT INTO dbo.t (a) VALUES (1)", "INSERT", "t"),
            ("UPDATE [dbo].[u] SET a = 1", "UPDATE", "u"),
            ("DELETE FROM dbo.t WHERE a = 1", "DELETE", "t"),
            ("CREATE TABLE dbo.t (a int)", "CREATE", "t"),
            ("CREATE UNIQUE INDEX ix ON dbo.t (a)", "CREATE", "t"),
            ("DROP VIEW IF EXISTS dbo.v", "DROP", "v"),
            ("ALTER TABLE dbo.t ADD a int NULL", "ALTER", "t"),
        ] {
            let target = rewritten(given, SYSTEM).unwrap().target;
            assert_eq!((target.verb, target.table), (verb, table), "{given}");
        }
    }

    #[test]
    fn what_is_no_t_sql() {
        for (given, number) in [
            ("SELECT a FROM dbo.t LIMIT 1", 102),
            ("SELECT a || b FROM dbo.t", 102),
            ("INSERT OR IGNORE INTO dbo.t (a) VALUES (1)", 102),
            ("INSERT INTO dbo.t (a) VALUES (1) RETURNING a", 102),
            ("SELECT ifnull(a, 1) FROM dbo.t", 195),
            ("SELECT a FROM dbo.t OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY", 102),
        ] {
            assert_eq!(rewritten(given, SYSTEM).unwrap_err().number, number, "{given}");
        }
        rewritten("SELECT CAST(a AS date), [limit], \"rowid\" FROM dbo.t", SYSTEM).unwrap();
    }
}
