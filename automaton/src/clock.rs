//! The one place that reads the clock. Everything else is told the time.

use chrono::{DateTime, SubsecRound, Utc};

/// Now, in whole seconds: the precision of everything the base stores.
#[must_use]
pub fn now() -> DateTime<Utc> {
    crate::rehearsal::fixed_time()
        .unwrap_or_else(Utc::now)
        .trunc_subsecs(0)
}
