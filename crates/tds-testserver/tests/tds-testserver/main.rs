//! The test server met by a real client.

#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod checks;
mod connecting;
mod ddl;
mod faults;
mod hostile;
mod locks;
mod place;
mod statements;
mod transactions;
