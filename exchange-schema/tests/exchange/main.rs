//! The exchange format seen from outside: what must be read forever, what must be refused and why, and what no input
//! may do.

// clippy knows only functions marked `#[test]` as tests; here everything is one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod disk;
mod examples;
mod generate;
mod invalid;
mod properties;
mod published;
mod schemas;
mod tree;
