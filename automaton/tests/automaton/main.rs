//! The automaton's tests, in one binary: the real program, run as an operator runs it, on real folders and a real base.

#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod all_kinds;
mod archiving;
mod commands;
#[cfg(unix)] // SIGKILL
mod crash_sweep;
mod creations;
#[cfg(unix)] // signals
mod daemon;
mod day;
mod demo;
mod doctor;
mod generator;
mod hostile;
#[cfg(unix)] // SIGKILL
mod laptops;
mod mails;
mod plain;
mod quarantine;
mod rebuild;
mod restore;
#[cfg(unix)] // SIGKILL
mod sqlserver;
#[cfg(unix)] // signals
mod sqlserver_commands;
#[cfg(unix)] // signals
mod stopping;
mod support;
mod verdicts;
mod volume;
