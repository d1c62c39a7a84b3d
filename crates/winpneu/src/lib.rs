//! The gateway to winpneu, the wholesaler's ERP.
//!
//! This room holds everything that knows an ERP table name: the use cases (one module per table or concern), each written once as
//! portable SQL in `query/*.sql`, and a narrow connection port ([`Connection`], [`Tx`], [`Rows`]) with its drivers. The same text
//! runs on SQL Server and on the embedded SQLite base, whose file is attached under the name `dbo`.
//!
//! Invariants:
//! - a [`Tx`] that met any error is over: it was rolled back, and every later call answers [`Error::TxOver`];
//! - embedded transactions are `BEGIN IMMEDIATE`; a transaction that is dropped is rolled back;
//! - a [`Reading`] shows the base of one moment and writes nothing;
//! - a row stream borrows its connection, so nothing else can run on it meanwhile;
//! - SQL compares codes and program-made keys only; folding, searching and every order that matters are Rust's.
//!
//! Absent on purpose: a clock (instants are passed in), folders and files (see `sync-folder`), any decision about an exchange file
//! (the automaton decides), an object-relational mapper, and SQL text inside Rust code.

pub mod archiving;
pub mod attempts;
pub mod change_requests;
mod connection;
pub mod creations;
mod driver;
pub mod duplicates;
mod error;
pub mod extracts;
pub mod follow_ups;
pub mod forms;
pub mod journal;
pub mod lock;
pub mod mails;
pub mod migrations;
pub mod observations;
pub mod overview;
pub mod parameters;
pub mod prospects;
mod reading;
pub mod receipts;
pub mod refusals;
pub mod registry;
pub mod runs;
pub mod seeding;
mod sql_text;
pub mod sqlite;
pub mod sqlserver;
mod statement;
pub mod step;
pub mod users;
mod value;
pub mod visits;

pub use connection::{Connection, Rows, Statements, Tx};
pub use driver::{Engine, Picture};
pub use error::Error;
pub use reading::Reading;
pub use statement::Statement;
pub use value::{Row, Value};
