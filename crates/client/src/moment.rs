//! The time, passed in.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use chrono_tz::Tz;
use domain::{TimeOfDay, local_day};

/// When something is done, and where the company's clock hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Now, in whole seconds.
    pub now: DateTime<Utc>,
    /// The company's zone.
    pub zone: Tz,
}

impl Moment {
    /// Cuts fractions of a second off.
    #[must_use]
    pub fn new(now: DateTime<Utc>, zone: Tz) -> Self {
        Self { now: now.trunc_subsecs(0), zone }
    }

    /// Today.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_day(self.now, self.zone)
    }

    /// The hour on the wall.
    #[must_use]
    pub fn hour(&self) -> TimeOfDay {
        self.now.with_timezone(&self.zone).time().into()
    }
}
