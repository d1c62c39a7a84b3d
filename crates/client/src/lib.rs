//! The desktop's use cases without its window: what was entered here, the bases that were adopted, and the one laid over the other.
//!
//! [`Laptop`] is the door: the window and the headless program ask nothing else. Nothing waits for a network: folders are local, a sync
//! program carries them. What was entered is a row of the journal first and a file later; what is shown comes from the adopted bases and
//! the entries that they do not show yet.
//!
//! Absent on purpose: a clock (time is passed in), the window, the ERP, the words that a user reads (problems and states have codes), and
//! any network.

pub mod adopt;
pub mod duplicates;
pub mod entries;
pub mod journal;
mod laptop;
mod moment;
pub mod outbox;
pub mod overlay;
mod problem;
mod settings;
pub mod setup;
pub mod step;
#[cfg(test)]
mod testing;

pub use laptop::{
    BaseAge, CalendarPage, CalendarQuery, CalendarRow, ClashView, ContactView, CustomerHit, CustomerRow,
    CustomerSort, CustomerView, CustomersPage, CustomersQuery, EntriesQuery, EntryFilter, EntryView,
    FiguresQuery, FollowUpRow, Freshness, HistoryCursor, HistoryPage, HistoryRow, HomeGroups, HomeList,
    HomePage, HomeQuery, HomeRow, Incoming, Laptop, MonthView, OpenError, PageQuery, ProspectPage,
    ProspectRow, ProspectSort, ProspectView, ProspectsQuery, Receivers, Reception, Refusal, RevenueView,
    Saved, SetUpError, SyncReport, Taken, ViewError, Whose,
};
pub use moment::Moment;
pub use problem::{EntryProblem, Notice, is_disk_full};
pub use settings::{Settings, SettingsError};
pub use setup::SetupState;
