//! One pass: what lies in the inbox becomes rows in winpneu, exactly once.
//!
//! - [`inbox`] looks at every file, skips what is registered, and puts the rest in order;
//! - [`sighting`] is what one file shows: folder, name, content;
//! - [`decide`] is the pure decision, [`facts`] fetches what it needs from the base, [`plan`] is what it answers: a list of writes;
//! - [`window`] archives what is to be integrated, a few neighbours together;
//! - [`apply`] does it: one transaction for each file, or quarantine;
//! - [`receipts`] tells the laptops, [`digest`] the error addresses.
//!
//! What if the process dies between two of these? Archive and quarantine copies are written under names that depend on the file
//! alone, so writing them again is idempotent; the registry row stands in the effect's own transaction, so the next pass either finds
//! both or neither; receipts are computed from the registry, so the next pass writes those that are missing.

mod apply;
mod decide;
mod digest;
mod facts;
mod inbox;
mod ordering;
mod pass;
mod plan;
mod receipts;
mod report;
mod retry;
mod sighting;
mod window;

pub use apply::row as outbox_row;
pub use decide::prospect_subject;
pub use inbox::{Pending, pending_in_inbox};
pub use pass::{Options, run};
pub use receipts::refuse_a_restored_base;
pub use report::{FileLine, Outcome, Report};
pub use retry::retry;
