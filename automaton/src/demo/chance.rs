//! Chance that can be repeated: each thing draws from a stream of its own, so that one customer more changes no other one.

use chrono::{DateTime, Utc};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use uuid::Uuid;

/// What is drawn for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject {
    /// One customer's name, address and sheet.
    Customer = 1,
    /// One customer's revenue.
    Revenue = 2,
    /// The visits of one day.
    Day = 3,
    /// One prospect's life.
    Prospect = 4,
    /// One rep's laptop.
    Laptop = 5,
    /// One exchange file of the last days.
    Story = 6,
}

/// A stream of chance.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of one thing.
    pub(super) fn of(seed: u64, subject: Subject, number: u64) -> Self {
        let mut stream = ChaCha8Rng::seed_from_u64(seed);
        stream.set_stream((subject as u64) << 48 | number);
        Self(stream)
    }

    /// A number from 0 to `bound` - 1.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        // The high half of a product: no bias that a demonstration could show.
        let product = u64::from(self.0.next_u32()) * u64::from(bound);
        u32::try_from(product >> 32).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// True in so many cases of a hundred.
    pub(super) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// From 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / (f64::from(u32::MAX) + 1.0)
    }

    /// One of several; there is at least one.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(u32::try_from(from.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// A place in a list of weights.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut drawn = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            match drawn.checked_sub(*weight) {
                Some(rest) => drawn = rest,
                None => return place,
            }
        }
        0
    }

    /// About 1, seldom below 0.2 or above 5: sizes of companies are skewed so.
    pub(super) fn skewed(&mut self) -> f64 {
        let bell: f64 = (0..6).map(|_| self.unit()).sum::<f64>() - 3.0;
        (bell * 0.95).exp()
    }

    /// A UUID of version 7 as a laptop makes it at that instant.
    pub(super) fn uuid_v7(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u128::from(at.timestamp_millis().unsigned_abs()) + u128::from(self.below(1_000));
        let free = self.bits() & 0x0fff_3fff_ffff_ffff_ffff;
        Uuid::from_u128(millis << 80 | 0x7000_8000_0000_0000_0000 | free)
    }

    /// A UUID of version 4.
    pub(super) fn uuid_v4(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bits().to_be_bytes()).into_uuid()
    }

    fn bits(&mut self) -> u128 {
        u128::from(self.0.next_u64()) << 64 | u128::from(self.0.next_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, subject, number| {
            let mut chance = Chance::of(seed, subject, number);
            [chance.below(1 << 30), chance.below(1 << 30)]
        };
        assert_eq!(draw(1, Subject::Customer, 7), draw(1, Subject::Customer, 7));
        for other in [draw(2, Subject::Customer, 7), draw(1, Subject::Day, 7), draw(1, Subject::Customer, 8)]
        {
            assert_ne!(other, draw(1, Subject::Customer, 7));
        }
    }

    #[test]
    fn ids_are_those_of_laptops() {
        let at = "2026-11-21T15:00:00Z".parse().expect("an instant");
        let mut chance = Chance::of(1, Subject::Story, 1);
        let (timed, random) = (chance.uuid_v7(at), chance.uuid_v4());
        assert_eq!((timed.get_version_num(), random.get_version_num()), (7, 4));
        let seconds = timed.get_timestamp().map(|time| time.to_unix().0);
        assert_eq!(seconds, u64::try_from(at.timestamp()).ok());
    }

    #[test]
    fn weights_are_kept_to() {
        let mut chance = Chance::of(1, Subject::Story, 2);
        let mut counts = [0; 3];
        (0..10_000).for_each(|_| counts[chance.weighted(&[1, 0, 3])] += 1);
        assert_eq!(counts[1], 0);
        assert!((2_200..2_800).contains(&counts[0]), "{counts:?}");
    }
}
