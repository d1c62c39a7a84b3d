//! A TDS server for the tests of the SQL Server driver: real clients connect over a real socket and TLS, and the SQL that they send is
//! run as it stands on SQLite, with the base's file attached as `dbo`, so that real keys and constraints answer.
//!
//! What it is not: a SQL Server. Where it is simpler:
//! - Reads never block and never see what is uncommitted, as under READ COMMITTED SNAPSHOT, whatever the option says.
//! - A transaction locks the whole base from its first write on (under REPEATABLE READ and SERIALIZABLE from its first statement on),
//!   where SQL Server locks rows: others wait as long as their LOCK_TIMEOUT says, then 1222. There are no deadlocks but those that a test
//!   asks for.
//! - Under READ COMMITTED the reads before the first write run outside of SQLite's transaction, so that each sees what is committed then.
//! - Any error ends its batch; SQL Server goes on after some when XACT_ABORT is off.
//! - `char` values are padded where a column or a CAST answers them, not inside of expressions such as CONCAT.
//!
//! What SQL Server refuses and SQLite would let pass is checked as far as the text of a statement shows it: lengths, code pages and types
//! of parameters, collations of compared columns, words and functions of SQLite's own. Errors from 50001 on are this server's: they mean
//! that a real server would take the statement, and do something that nobody wants.
//!
//! Absent on purpose: bulk load, MARS, cursors, procedures other than `sp_executesql` and the two application-lock procedures,
//! integrated authentication, and all T-SQL that the drivers of this repository do not send.

mod plan;
mod server;
mod session;
mod sql;
mod wire;

pub use plan::{At, Fault, Planned, RequestKind};
pub use server::{Options, Request, Server};
pub use sql::collation::register_collations;
