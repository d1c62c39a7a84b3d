//! The driver of SQL Server, through tiberius: the same statements, over a real session.
//!
//! Invariants:
//! - every session says first what it expects (`sqlserver/session.sql`); nothing depends on the defaults of server, database or login;
//! - parameters are bound and typed, never written into a text;
//! - a session that met anything but an answer of the server's is thrown away; nothing is asked of it again;
//! - a lock is the session's own, and the work that it protects runs on that very session;
//! - trailing blanks of `char` and `nchar` are cut off in one place (`values.rs`).
//!
//! Absent on purpose: MERGE, generated keys, engine dates (see docs/decisions/0003), and any retry: what is to be repeated is decided
//! where the whole transaction is known ([`crate::attempts`]).

mod driver;
mod errors;
pub mod installer;
mod pool;
mod rows;
mod session;
mod settings;
mod slot;
mod values;

pub(crate) use errors::NO_SUCH_OBJECT;
pub use installer::migrations;
pub use pool::Server;
pub use settings::{Encryption, Login, Secret, Settings, Target};
