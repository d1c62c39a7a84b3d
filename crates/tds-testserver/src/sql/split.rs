//! A batch as a row of statements, and the statements that the server itself carries out.

use super::errors::SqlError;
use super::tokens::{Kind, Token, tokens};
use crate::wire::requests::Isolation;

/// One statement of a batch.
#[derive(Debug)]
pub(crate) struct Statement<'t> {
    pub(crate) line: u32,
    pub(crate) command: Command<'t>,
}

/// What a statement asks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command<'t> {
    Set(Setting),
    Begin,
    Commit,
    /// ROLLBACK, or the same after `IF @@TRANCOUNT > 0`.
    Rollback {
        only_if_open: bool,
    },
    /// A variable for a whole number.
    Declare(&'t str),
    Lock(LockCall<'t>),
    /// For SQLite: the statement's own text.
    Sql(&'t str),
}

impl Command<'_> {
    /// Whether it makes a view, which T-SQL wants alone in its batch.
    pub(crate) fn is_view(&self) -> bool {
        let Self::Sql(text) = self else { return false };
        let mut words = text.split_whitespace().map(str::to_ascii_uppercase);
        let first: [Option<String>; 4] = std::array::from_fn(|_| words.next());
        let first = first.each_ref().map(|word| word.as_deref().unwrap_or_default());
        matches!(first, ["CREATE", "VIEW", ..] | ["CREATE", "OR", "ALTER", "VIEW"])
    }
}

/// A setting of the session.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    XactAbort(bool),
    NoCount(bool),
    /// Milliseconds; a negative number waits for ever.
    LockTimeout(i64),
    Isolation(Isolation),
    /// Accepted, without effect here.
    Other,
}

/// A call of `sp_getapplock` or `sp_releaseapplock`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LockCall<'t> {
    pub(crate) is_release: bool,
    /// The variable that takes the answer.
    pub(crate) answer: Option<&'t str>,
    /// Names and values of the arguments, as they stand.
    pub(crate) arguments: Vec<(&'t str, &'t str)>,
}

/// Cuts a batch into statements.
pub(crate) fn split(text: &str) -> Result<Vec<Statement<'_>>, SqlError> {
    let tokens = tokens(text)?;
    let mut statements = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some(first) = rest.first() {
        if first.is(";") {
            rest = &rest[1..];
            continue;
        }
        let (command, length) = command(text, rest).map_err(|error| error.at(first.line))?;
        statements.push(Statement { line: first.line, command });
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(statements)
}

/// The statement that the tokens begin with, and of how many tokens it is.
fn command<'t>(text: &'t str, rest: &[Token<'t>]) -> Result<(Command<'t>, usize), SqlError> {
    let word = |place: usize, words: &[&str]| rest.get(place).is_some_and(|token| token.is_any(words));
    let transaction = |place: usize| usize::from(word(place, &["TRAN", "TRANSACTION", "WORK"]));
    let tested = ["IF", "@@TRANCOUNT", ">", "0", "ROLLBACK"];
    let is_tested = (0..tested.len())
        .all(|place| rest.get(place).is_some_and(|token| token.text.eq_ignore_ascii_case(tested[place])));
    match rest.first() {
        Some(first) if first.is("SET") => set(rest),
        Some(first) if first.is("BEGIN") && transaction(1) == 1 => Ok((Command::Begin, 2)),
        Some(first) if first.is("COMMIT") => Ok((Command::Commit, 1 + transaction(1))),
        Some(first) if first.is("ROLLBACK") => {
            Ok((Command::Rollback { only_if_open: false }, 1 + transaction(1)))
        }
        _ if is_tested => {
            Ok((Command::Rollback { only_if_open: true }, tested.len() + transaction(tested.len())))
        }
        Some(first) if first.is("DECLARE") => match rest.get(1..3) {
            Some([name, of]) if name.kind == Kind::Variable && of.is("int") => {
                Ok((Command::Declare(name.text), 3))
            }
            _ => Err(SqlError::syntax(first.text)),
        },
        Some(first) if first.is_any(&["EXEC", "EXECUTE"]) => lock_call(rest),
        Some(first)
            if first.is_any(&["SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP"]) =>
        {
            let length = (1..rest.len()).find(|end| is_end(rest, *end)).unwrap_or(rest.len());
            let end = rest.get(length - 1).map_or(first.start, Token::end);
            Ok((Command::Sql(&text[first.start..end]), length))
        }
        first => Err(SqlError::syntax(first.map_or("", |token| token.text))),
    }
}

fn set<'t>(rest: &[Token<'t>]) -> Result<(Command<'t>, usize), SqlError> {
    let word = |place: usize| rest.get(place).map_or("", |token| token.text).to_ascii_uppercase();
    let error = |place: usize| SqlError::syntax(rest.get(place).map_or("", |token| token.text));
    let on = |place: usize| match word(place).as_str() {
        "ON" => Ok(true),
        "OFF" => Ok(false),
        _ => Err(error(place)),
    };
    let (setting, length) = match (word(1).as_str(), word(2).as_str()) {
        ("XACT_ABORT", _) => (Setting::XactAbort(on(2)?), 3),
        ("NOCOUNT", _) => (Setting::NoCount(on(2)?), 3),
        ("LOCK_TIMEOUT", "-") => (Setting::LockTimeout(-1), 4),
        ("LOCK_TIMEOUT", number) => (Setting::LockTimeout(number.parse().map_err(|_| error(2))?), 3),
        ("TRANSACTION", "ISOLATION") => {
            let (level, length) = match (word(4).as_str(), word(5).as_str()) {
                ("READ", "UNCOMMITTED") => (Isolation::ReadUncommitted, 6),
                ("READ", "COMMITTED") => (Isolation::ReadCommitted, 6),
                ("REPEATABLE", "READ") => (Isolation::RepeatableRead, 6),
                ("SERIALIZABLE", _) => (Isolation::Serializable, 5),
                ("SNAPSHOT", _) => (Isolation::Snapshot, 5),
                _ => return Err(error(4)),
            };
            (Setting::Isolation(level), length)
        }
        _ if rest.get(1).is_some_and(|token| token.kind == Kind::Word) && rest.len() > 2 => {
            (Setting::Other, 3)
        }
        _ => return Err(error(1)),
    };
    Ok((Command::Set(setting), length))
}

/// `EXEC [@answer =] sp_getapplock @Resource = …, …`
fn lock_call<'t>(rest: &[Token<'t>]) -> Result<(Command<'t>, usize), SqlError> {
    let end = (1..rest.len()).find(|end| is_end(rest, *end)).unwrap_or(rest.len());
    let (answer, name) = match rest.get(1..end) {
        Some([answer, equals, ..]) if answer.kind == Kind::Variable && equals.is("=") => {
            (Some(answer.text), 3)
        }
        _ => (None, 1),
    };
    let procedure = rest.get(name).filter(|_| name < end).map_or("", |token| token.text);
    let is_release = match procedure.to_ascii_lowercase().as_str() {
        "sp_getapplock" => false,
        "sp_releaseapplock" => true,
        _ => return Err(SqlError::no_procedure(procedure)),
    };
    let mut arguments = Vec::new();
    for argument in rest[name + 1..end].split(|token| token.is(",")) {
        match argument {
            [name, equals, value] if name.kind == Kind::Variable && equals.is("=") => {
                arguments.push((name.text, value.text));
            }
            _ => return Err(SqlError::syntax(procedure)),
        }
    }
    Ok((Command::Lock(LockCall { is_release, answer, arguments }), end))
}

/// Words that begin a statement wherever a line begins with them.
const STARTS: [&str; 12] = [
    "CREATE", "ALTER", "DROP", "DECLARE", "EXEC", "EXECUTE", "BEGIN", "COMMIT", "ROLLBACK", "INSERT",
    "UPDATE", "DELETE",
];

/// Whether a statement that begins with the first token ends before the token at `end`: at a semicolon, or where a line begins with
/// what cannot go on with it. T-SQL needs no separator at all; a statement in the middle of a line is not looked for.
fn is_end(rest: &[Token<'_>], end: usize) -> bool {
    let (first, before, here) = (&rest[0], &rest[end - 1], &rest[end]);
    if here.is(";") {
        return true;
    }
    if !here.is_first_of_line {
        return false;
    }
    let is_inside = rest[..end].iter().fold(0_i32, |depth, token| match token.text {
        "(" => depth + 1,
        ")" => depth - 1,
        _ => depth,
    }) > 0;
    if is_inside {
        return false;
    }
    let has = |words: &[&str]| rest[..end].iter().any(|token| token.is_any(words));
    let goes_on =
        before.is_any(&["ON", "OR", "AS", "UNION", "ALL", "EXCEPT", "INTERSECT", "THEN", "ELSE", "="]);
    match here {
        _ if goes_on || before.is(",") => false,
        _ if first.is("ALTER") && here.is_any(&["ALTER", "DROP"]) => false,
        _ if first.is("WITH") && !has(&["SELECT", "INSERT", "UPDATE", "DELETE"]) => false,
        _ if here.is("SET") => !(first.is("UPDATE") || first.is("WITH")) || has(&["SET"]),
        _ if here.is("SELECT") => match first {
            _ if first.is("INSERT") => has(&["VALUES", "SELECT"]),
            _ if first.is("WITH") => has(&["INSERT"]) && has(&["VALUES"]),
            _ => true,
        },
        _ if here.is("IF") => !first.is("DROP"),
        _ => here.is_any(&STARTS),
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Isolation, LockCall, Setting, split};

    fn commands(text: &str) -> Vec<(u32, Command<'_>)> {
        split(text).unwrap().into_iter().map(|statement| (statement.line, statement.command)).collect()
    }

    #[test]
    fn settings_need_no_separator() {
        assert_eq!(
            commands(
                "SET XACT_ABORT ON SET NOCOUNT OFF; SET LOCK_TIMEOUT 250\nSET LOCK_TIMEOUT -1 SET ANSI_NULLS ON SET TRANSACTION ISOLATION LEVEL SNAPSHOT SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
            ),
            [
                (1, Command::Set(Setting::XactAbort(true))),
                (1, Command::Set(Setting::NoCount(false))),
                (1, Command::Set(Setting::LockTimeout(250))),
                (2, Command::Set(Setting::LockTimeout(-1))),
                (2, Command::Set(Setting::Other)),
                (2, Command::Set(Setting::Isolation(Isolation::Snapshot))),
                (2, Command::Set(Setting::Isolation(Isolation::ReadCommitted))),
            ]
        );
    }

    #[test]
    fn statements_end_at_semicolons_and_at_lines_that_begin_another() {
        let text = "-- note\nINSERT INTO dbo.t (a)\nSELECT 1 WHERE EXISTS (\nSELECT 1);\nUPDATE dbo.t\nSET a = 1\nCREATE VIEW dbo.v AS\nSELECT a FROM dbo.t\nUNION ALL\nSELECT 2\nDROP INDEX ix ON dbo.t\nSELECT 3";
        let sql: Vec<(u32, String)> = commands(text)
            .into_iter()
            .map(|(line, command)| match command {
                Command::Sql(text) => (line, text.replace('\n', " ")),
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [
            (2, "INSERT INTO dbo.t (a) SELECT 1 WHERE EXISTS ( SELECT 1)"),
            (5, "UPDATE dbo.t SET a = 1"),
            (7, "CREATE VIEW dbo.v AS SELECT a FROM dbo.t UNION ALL SELECT 2"),
            (11, "DROP INDEX ix ON dbo.t"),
            (12, "SELECT 3"),
        ];
        assert_eq!(sql, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn transactions_and_locks() {
        let text = "BEGIN TRANSACTION COMMIT TRAN ROLLBACK; IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION; DECLARE @answer int;
            EXEC @answer = sp_getapplock @Resource = @P1, @LockOwner = 'Session'; SELECT @answer AS answer;";
        assert_eq!(
            commands(text),
            [
                (1, Command::Begin),
                (1, Command::Commit),
                (1, Command::Rollback { only_if_open: false }),
                (1, Command::Rollback { only_if_open: true }),
                (1, Command::Declare("@answer")),
                (
                    2,
                    Command::Lock(LockCall {
                        is_release: false,
                        answer: Some("@answer"),
                        arguments: vec![("@Resource", "@P1"), ("@LockOwner", "'Session'")],
                    })
                ),
                (2, Command::Sql("SELECT @answer AS answer")),
            ]
        );
    }

    #[test]
    fn what_is_no_statement() {
        for (text, number, line) in [
            ("PRAGMA foreign_keys = 0", 102, 1),
            ("\nATTACH 'x' AS y", 102, 2),
            ("BEGIN IMMEDIATE", 102, 1),
            ("GO", 102, 1),
            ("EXEC sp_who", 2812, 1),
            ("SET XACT_ABORT 1", 102, 1),
        ] {
            let error = split(text).unwrap_err();
            assert_eq!((error.number, error.line), (number, line), "{text:?}");
        }
    }
}
