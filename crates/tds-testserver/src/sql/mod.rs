//! Running T-SQL on SQLite: the received text as it stands, except for what the modules here say.

pub(crate) mod analysis;
pub(crate) mod catalogue;
pub(crate) mod checks;
pub(crate) mod collation;
pub(crate) mod ddl;
pub(crate) mod edits;
pub(crate) mod engine;
pub(crate) mod errors;
pub(crate) mod locks;
pub(crate) mod rewrite;
pub(crate) mod schema;
pub(crate) mod split;
pub(crate) mod tokens;
pub(crate) mod types;
