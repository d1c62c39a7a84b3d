//! The offline bases: how they are built from what the company's base holds, and every query that the desktop and the back office ask
//! of them.
//!
//! A base is a set of immutable SQLite files whose names carry their content's hash, named by a manifest (`exchange-schema`). Equal rows
//! make equal bytes: rows are inserted in the order of their keys, nothing in a file tells when it was built, so that a night
//! publishes only what changed. Everybody's base (`common`) is `customers`, `visits` (one file a calendar month) and `lists`; a user's own
//! is `prospects` and `user`. The tables are in `schema/*.sql`.
//!
//! Absent on purpose: where files lie, manifests and their publication (the automaton and `sync-folder`), the company's base (`winpneu`:
//! records are handed in), the laptop's own entries (`client` lays them over), a clock (days are passed in), and bank details of
//! customers, for which no table has a column.

pub mod build;
mod error;
pub mod figures;
mod mark;
pub mod read;
mod schema;
pub mod step;

pub use error::{BuildError, ReadError};
pub use mark::Mark;
pub use schema::SCHEMA;
