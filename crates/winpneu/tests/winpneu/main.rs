//! The gateway's tests, in one binary: the contract that every driver passes, what holds shared SQL to the portable subset, the embedded
//! base as other tools see it, and what its migrations keep.

#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod contract;
mod embedded;
mod installer;
mod migrated;
mod portable;
mod schema;
mod servers;
mod sqlserver;
