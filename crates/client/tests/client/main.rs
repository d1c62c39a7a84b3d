//! A laptop over real files: bases built by `snapshot`, receipts written as the automaton writes them. The automaton itself is played.

// clippy.toml allows this in `#[test]` functions; what stands between them is tests as well.
#![allow(clippy::unwrap_used)]

mod calendar;
#[cfg(unix)] // SIGKILL
mod crashes;
mod damage;
mod duplicates;
mod headless;
mod journal;
mod lists;
mod prospects;
mod receiving;
mod sending;
mod showing;
mod world;
