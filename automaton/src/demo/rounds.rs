//! Whom the reps visit: each his own customers, the large ones often, in the season of their trade.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use super::chance::Chance;
use super::people::REPS;
use super::trades::Trade;

/// What is kept of each customer while the visits are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brief {
    /// What he does.
    pub(super) trade: Trade,
    /// Whose he is.
    pub(super) rep: Option<u8>,
}

/// All customers with how often they are visited.
pub(super) struct Rounds {
    briefs: Vec<Brief>,
    /// Of each rep his customers: the sum of the weights up to each, and its number. The last list: everybody.
    lists: Vec<Vec<(u32, u32)>>,
}

impl Rounds {
    /// Nobody yet.
    pub(super) fn new() -> Self {
        Self { briefs: Vec::new(), lists: vec![Vec::new(); REPS.len() + 1] }
    }

    /// The next customer.
    pub(super) fn push(&mut self, brief: Brief, size: f64) {
        let number = u32::try_from(self.briefs.len()).unwrap_or_default();
        let weight = weight(brief.trade, size);
        let own = brief.rep.map(usize::from);
        for list in own.into_iter().chain([REPS.len()]) {
            let before = self.lists[list].last().map_or(0, |(sum, _)| *sum);
            self.lists[list].push((before + weight, number));
        }
        self.briefs.push(brief);
    }

    /// What is known of a customer.
    pub(super) fn brief(&self, number: u32) -> Brief {
        self.briefs[number as usize]
    }

    /// How many visits each rep makes on a day: their luck differs, but nobody has more than ten while the others have room.
    pub(super) fn shared(visits: u64, chance: &mut Chance) -> [u32; REPS.len()] {
        const MOST: u32 = 10;
        let mut shares = [0; REPS.len()];
        let reps = u32::try_from(REPS.len()).unwrap_or_default();
        let most = MOST.max(u32::try_from(visits).unwrap_or_default().div_ceil(reps));
        for _ in 0..visits {
            let drawn = chance.below(reps) as usize;
            let free =
                (drawn..drawn + REPS.len()).map(|rep| rep % REPS.len()).find(|rep| shares[*rep] < most);
            shares[free.unwrap_or(drawn)] += 1;
        }
        shares
    }

    /// The customer whom a rep visits on that day; mostly one of his own, and nobody twice.
    pub(super) fn draw(
        &self,
        rep: usize,
        day: NaiveDate,
        seen: &mut HashSet<u32>,
        chance: &mut Chance,
    ) -> u32 {
        let list = if chance.percent(94) && !self.lists[rep].is_empty() { rep } else { REPS.len() };
        let mut number = self.one_of(list, chance);
        for _ in 0..3 {
            let season = self.brief(number).trade.ways().season[day.month0() as usize];
            if chance.below(200) < season && !seen.contains(&number) {
                break;
            }
            number = self.one_of(list, chance);
        }
        // The next in his list: there are always more customers than visits of a day.
        let own = &self.lists[list];
        let place = own.partition_point(|(_, other)| *other < number);
        let next = own[place..].iter().chain(&own[..place]).chain(&self.lists[REPS.len()]);
        let number = next.map(|(_, other)| *other).find(|other| !seen.contains(other)).unwrap_or(number);
        seen.insert(number);
        number
    }

    fn one_of(&self, list: usize, chance: &mut Chance) -> u32 {
        let list = &self.lists[list];
        let drawn = chance.below(list.last().map_or(0, |(sum, _)| *sum));
        let place = list.partition_point(|(sum, _)| *sum <= drawn);
        list.get(place).map_or(0, |(_, number)| *number)
    }
}

/// Two hundred thousand of the largest still fit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded on both sides")]
fn weight(trade: Trade, size: f64) -> u32 {
    (f64::from(trade.ways().visits) * size).clamp(1.0, 100.0) as u32
}
