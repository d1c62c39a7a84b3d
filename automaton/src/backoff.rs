//! How long to wait before something that failed is tried again.

use std::time::Duration;

/// Waits that double from `first` up to `ceiling`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// After the first failure.
    pub first: Duration,
    /// Never longer.
    pub ceiling: Duration,
}

impl Backoff {
    /// The wait after that many failures in a row (from 1). `chance`, from 0 to 1, takes up to a quarter off: so that what failed together
    /// does not come back together.
    #[must_use]
    pub fn delay(self, failures: u32, chance: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        let whole = self.first.saturating_mul(doubled).min(self.ceiling);
        whole.mul_f64(1.0 - 0.25 * chance.clamp(0.0, 1.0))
    }
}

/// A number from 0 to 1, another one each time.
#[must_use]
pub fn chance() -> f64 {
    let (high, _) = uuid::Uuid::new_v4().as_u64_pair();
    // The version's bits stand lower: the first 32 are random.
    f64::from(u32::try_from(high >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_ceiling_and_lose_at_most_a_quarter() {
        let backoff = Backoff { first: Duration::from_secs(60), ceiling: Duration::from_secs(3_600) };
        for (failures, seconds) in
            [(0, 60), (1, 60), (2, 120), (3, 240), (6, 1_920), (7, 3_600), (u32::MAX, 3_600)]
        {
            assert_eq!(backoff.delay(failures, 0.0), Duration::from_secs(seconds), "{failures}");
            assert_eq!(backoff.delay(failures, 1.0), Duration::from_secs(seconds * 3 / 4), "{failures}");
        }
        assert_eq!(backoff.delay(1, f64::INFINITY), Duration::from_secs(45));
    }

    #[test]
    fn chance_lies_between_0_and_1() {
        assert!((0..100).map(|_| chance()).all(|chance| (0.0..=1.0).contains(&chance)));
    }
}
