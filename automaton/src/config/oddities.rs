//! What a configuration says that is allowed and probably not meant.

use super::{Config, WinpneuConfig};
use crate::archiving::FEW_DAYS;

impl Config {
    /// Values that are allowed and probably not meant.
    #[must_use]
    pub fn oddities(&self) -> Vec<String> {
        let mut odd = match &self.winpneu {
            WinpneuConfig::Embedded { .. } => Vec::new(),
            WinpneuConfig::SqlServer(server) => server.oddities(),
        };
        let days = self.retention.archive_relations_after_days;
        if (1..FEW_DAYS).contains(&days) {
            odd.push(format!(
                "retention.archive_relations_after_days = {days} hides rows in the ERP after {days} days; meant are {FEW_DAYS} or more, or 0 for off"
            ));
        }
        if self.schedule.settle_seconds == 0 {
            odd.push(
                "schedule.settle_seconds = 0 refuses files that are still being written; the default is 10"
                    .to_owned(),
            );
        }
        if self.schedule.defer_hours < 24 {
            odd.push(format!(
                "schedule.defer_hours = {} refuses what waits for a laptop that is off for a night; the default is 72",
                self.schedule.defer_hours
            ));
        }
        odd
    }
}
