//! The offline bases: what is built, and what is read from it.

// clippy.toml allows this in `#[test]` functions; what stands between them is tests as well.
#![allow(clippy::unwrap_used)]

mod build;
mod read_built;
