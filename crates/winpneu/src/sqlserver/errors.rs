//! SQL Server's errors, sorted by what the caller should do. Numbers: `sys.messages`, documented as « Database Engine events and errors ».

use std::io::ErrorKind;

use tiberius::error::{Error as Tds, TokenError};

use crate::Error;

/// What an error means; the session is to be thrown away when it was no answer of the server's, see [`breaks`].
pub(super) fn map(statement: &str, error: Tds) -> Error {
    match error {
        Tds::Server(token) => answered(statement, &token),
        Tds::Io { kind, message } => Error::Lost { detail: noticed(kind, message) },
        Tds::Tls(detail) => Error::Refused {
            detail: format!(
                "no encrypted connection: {detail} (see [winpneu] ca_file, certificate_host, trust_certificate)"
            ),
        },
        Tds::Routing { host, port } => {
            Error::Refused { detail: format!("the server sends us to {host}:{port}: name that one") }
        }
        // A value of ours that cannot be sent, or one of theirs that cannot be read.
        Tds::Conversion(detail) | Tds::Encoding(detail) => {
            Error::Statement { statement: statement.to_owned(), detail: detail.into_owned() }
        }
        other => Error::Lost { detail: other.to_string() },
    }
}

/// What an error means that was met before there was a session.
pub(super) fn at_login(place: &str, error: Tds) -> Error {
    match error {
        // « Server does not allow the requested encryption level », or no SQL Server at all.
        Tds::Protocol(detail) => Error::Refused { detail: format!("{place}: {detail}") },
        Tds::Io { kind, message } => Error::Lost {
            detail: format!(
                "{place}: {}, amid the login (a server whose encryption is too old hangs up here, too)",
                noticed(kind, message)
            ),
        },
        other => map("login", other),
    }
}

/// What was noticed of a connection. The libraries' own words go on with what a programmer should do.
fn noticed(kind: ErrorKind, message: String) -> String {
    match kind {
        ErrorKind::UnexpectedEof
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe => "it was closed at the other end".to_owned(),
        ErrorKind::TimedOut => message.split(';').next().unwrap_or_default().to_owned(),
        _ => message,
    }
}

/// Whether a session that answered so is of no use any more: anything that is no answer of the server's, and the answers with which it
/// ends a session (severity 20 and more).
pub(super) fn breaks(error: &Tds) -> bool {
    match error {
        Tds::Server(token) => token.class() >= 20,
        _ => true,
    }
}

fn answered(name: &str, token: &TokenError) -> Error {
    let statement = name.to_owned();
    let detail = format!("{} (error {})", without_values(token), token.code());
    match token.code() {
        // A key of a constraint; a key of a unique index.
        2627 | 2601 => Error::Duplicate { statement, detail },
        // NULL where none may be; a check or a foreign key; a text too long (in a new and an old form); a number or date out of range; a
        // text that is no number, date or the like.
        515 | 547 | 2628 | 8152 | 220 | 232 | 242 | 8115 | 241 | 245 | 8114 | 257 => {
            Error::Constraint { statement, detail }
        }
        1205 => Error::Deadlock { statement, detail },
        // Login failed, untrusted domain, disabled, locked out, password expired or to be changed; the database cannot be opened, is
        // unknown, or this login is no user of it.
        18456 | 18452 | 18470 | 18486 | 18487 | 18488 | 4060 | 4064 | 911 | 916 => Error::Refused { detail },
        // Torn pages and worse.
        823..=825 | 5242 | 5243 => Error::Damaged { detail },
        // Lock time-out; no memory, no room for data, log, locks or versions; a picture that an index rebuild spoilt; read-only, restoring,
        // starting, being upgraded, moving, shutting down.
        1222
        | 701
        | 802
        | 1101
        | 1105
        | 9002
        | 3906
        | 3908
        | 3958
        | 3966
        | 921..=927
        | 942
        | 945
        | 976
        | 978
        | 979
        | 983
        | 6005
        | 17142
        | 10928
        | 10929
        | 40197
        | 40501
        | 40613
        | 49918..=49920 => Error::Unavailable { detail },
        _ if token.class() >= 20 => Error::Lost { detail },
        _ => Error::Statement { statement, detail },
    }
}

/// The server's words without the values that some of them quote: they go into logs and mails. Objects and columns stay.
fn without_values(token: &TokenError) -> &str {
    let words = token.message().trim_end();
    let quoting = match token.code() {
        // « … Truncated value: 'x'. »
        2628 => " Truncated value",
        // « … The duplicate key value is (x). »
        2627 | 2601 => " The duplicate key value",
        // « Conversion failed when converting the varchar value 'x' to data type int. »
        245 | 248 => " value '",
        _ => return words,
    };
    words.find(quoting).map_or(words, |at| &words[..at])
}

/// No such table or view, or no right to know of it.
pub(crate) const NO_SUCH_OBJECT: &str = "(error 208)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_answer_breaks_the_session() {
        for (kind, message, detail) in [
            (ErrorKind::TimedOut, "no answer within 5s; enable tracing", "no answer within 5s"),
            (ErrorKind::UnexpectedEof, "see https://docs.rs", "it was closed at the other end"),
            (ErrorKind::HostUnreachable, "no route to host", "no route to host"),
        ] {
            let io = Tds::Io { kind, message: message.to_owned() };
            assert!(breaks(&io));
            let error = map("x", io);
            assert!(matches!(&error, Error::Lost { detail: found } if found == detail), "{error:?}");
        }
        let protocol = Tds::Protocol("rubbish".into());
        assert!(breaks(&protocol));
        assert!(matches!(map("x", protocol), Error::Lost { .. }));
    }
}
