//! The one place that reads the clock, for the time and for ids made of it. Everything else is told the time.

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// Now, in whole seconds: the precision of everything the base stores.
#[must_use]
pub fn now() -> DateTime<Utc> {
    rehearsal::fixed_time().unwrap_or_else(Utc::now).trunc_subsecs(0)
}

/// A new id (UUID version 7, RFC 9562: its first bits are the time).
#[must_use]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}
