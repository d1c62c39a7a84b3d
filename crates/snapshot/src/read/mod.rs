//! Reading: every query of Accueil, Clients, Prospects, Stats and Historique, typed, and paged or limited.
//!
//! A base that is open stays as it was opened; a newer one is another value. Lists of customers are answered from memory
//! ([`Directory`]), everything else by SQLite from read-only connections.

mod changes;
pub(crate) mod columns;
mod common;
pub(crate) mod customer;
mod directory;
mod file;
#[cfg(test)]
pub(crate) mod given;
mod lists;
pub(crate) mod months;
mod prospect;
mod rows;
mod user;

pub use changes::{ChangeCount, changes};
pub use common::CommonBase;
pub use directory::{Directory, DirectoryEntry, Pattern};
pub use lists::{Code, Lists};
pub use rows::{
    CalendarVisit, ClashRow, Contact, Creation, CustomerCard, HistoryKey, HistoryQuery, MonthRevenue,
    ProspectCard, ProspectMatch, Revenue, SameCompany, VisitRow, fleet_told_at,
};
pub use user::UserBase;

#[cfg(test)]
mod tests;
