//! Whom the reps visit: each his own customers, the large ones often, in the season of their trade.

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

    /// A rep and the customer whom he visits on that day; mostly one of his own.
    pub(super) fn draw(&self, day: NaiveDate, chance: &mut Chance) -> (usize, u32) {
        let rep = chance.below(u32::try_from(REPS.len()).unwrap_or_default()) as usize;
        let list = if chance.percent(94) && !self.lists[rep].is_empty() { rep } else { REPS.len() };
        let mut number = self.one_of(list, chance);
        for _ in 0..3 {
            let season = self.brief(number).trade.ways().season[day.month0() as usize];
            if chance.below(200) < season {
                break;
            }
            number = self.one_of(list, chance);
        }
        (rep, number)
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
