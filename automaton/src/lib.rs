//! The automaton: the headless server of Tournée. It composes the other rooms and nothing imports it.
//!
//! - [`config`] reads `automaton.toml`, strictly;
//! - [`commands`] is the command line, one module a command;
//! - [`integrate`] is the heart: one pass over the inbox, exactly once, whatever happens;
//! - [`creations`] is what accountants do with the customers that reps ask for;
//! - [`rebuild`] makes the offline bases and publishes them;
//! - [`mail`] composes every mail, [`delivery`] sends them;
//! - [`daemon`] does all of it by itself: folder watch, schedule, alerts, `/health`;
//! - [`deed`] is one transaction of a command, and what is said when nobody knows whether it was made;
//! - [`sessions`] with a SQL Server are shared by a whole process;
//! - [`password`] reads one from where the configuration says it is;
//! - [`backoff`] is how long to wait before something is tried again;
//! - [`archiving`] hides old relations in the ERP, where that is configured;
//! - [`demo`] makes a lifelike installation;
//! - [`steps`] is the one list of everything a pass does that could be the last thing it does.
//!
//! Absent on purpose: SQL (see `winpneu`), paths made from names (see `sync-folder`), rules of the trade (see `domain`).

pub mod archiving;
pub mod backoff;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod creations;
pub mod daemon;
pub mod deed;
pub mod delivery;
pub mod demo;
pub mod failure;
pub mod installation;
pub mod integrate;
pub mod logging;
pub mod mail;
pub mod password;
pub mod rebuild;
pub mod sessions;
pub mod steps;
