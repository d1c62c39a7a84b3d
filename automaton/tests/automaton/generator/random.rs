//! Chance that can be repeated: splitmix64. No crate's generator, so that a seed means the same for ever.

pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` − 1.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.draw() >> 11) as usize % bound.max(1)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        self.maybe(from).expect("something to pick from")
    }

    /// One of them, or none when there is none.
    pub fn maybe<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// Fisher–Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// A UUID of version 7 as a laptop makes it at `millis` since 1970.
    pub fn uuid_v7(&mut self, millis: i64) -> uuid::Uuid {
        let time = u128::from(millis.unsigned_abs()) << 80;
        let chance = u128::from(self.draw()) << 64 | u128::from(self.draw());
        let free = chance & 0x0fff_3fff_ffff_ffff_ffff;
        uuid::Uuid::from_u128(time | 0x7000_8000_0000_0000_0000 | free)
    }
}
