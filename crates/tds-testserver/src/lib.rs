//! A TDS server for the tests of the SQL Server driver: real clients connect over a real socket and TLS, and the SQL that they send is
//! run as it stands on SQLite, with the base's file attached as `dbo`, so that real keys and constraints answer.
//!
//! What it is not: a SQL Server. Reads never block and never see what is uncommitted (as under READ COMMITTED SNAPSHOT); a
//! transaction that writes locks the whole base from its first write on; there are no deadlocks but those that a test asks for. What
//! SQL Server refuses and SQLite would let pass (lengths, code pages, types of parameters) is checked where `sql::checks` can see it.
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
