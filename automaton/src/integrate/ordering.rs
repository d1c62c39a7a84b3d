//! In which order the files of a pass are treated: pure.
//!
//! The entries of one device come in the order in which they were made: by `sequence` where given, else by name (its instant, then
//! its id). Devices are interleaved by name, so nobody's long absence keeps the others waiting.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::NonZeroU64;
use std::ops::Range;

use chrono::{DateTime, Utc};
use exchange_schema::{DeviceId, Kind};
use uuid::Uuid;

/// A file to be judged, in the few bytes that tell it from all others: a pass holds one of these for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// When the entry was made, as its name says.
    pub created_at: DateTime<Utc>,
    /// The entry's id.
    pub id: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// The folder it lies in: its place among the folders, which are in order.
    pub place: u32,
    /// The device that made it, where the body could be read.
    pub device: Option<DeviceId>,
    /// Its number on that device, where it has one.
    pub sequence: Option<NonZeroU64>,
    /// Whether the registry knew its name when it was surveyed.
    pub registered: bool,
    /// Whether another file of the pass bears the same name.
    pub repeated: bool,
}

impl Rank {
    /// By name: time, id, kind, author's folder.
    const fn name(&self) -> (DateTime<Utc>, Uuid, Kind, u32) {
        (self.created_at, self.id, self.kind, self.place)
    }

    /// One lane for the numbered files of a device, one for the others.
    const fn lane(&self) -> (Option<DeviceId>, bool) {
        (self.device, self.sequence.is_some())
    }
}

/// The files in the order of treatment.
pub fn in_order(mut ranks: Vec<Rank>) -> impl Iterator<Item = Rank> {
    // A lane is in order within itself.
    ranks.sort_unstable_by_key(|rank| (rank.lane(), rank.sequence, rank.name()));
    let mut lanes: Vec<Range<usize>> = Vec::new();
    for lane in ranks.chunk_by(|a, b| a.lane() == b.lane()) {
        let from = lanes.last().map_or(0, |before| before.end);
        lanes.push(from..from + lane.len());
    }
    let mut heads: BinaryHeap<_> =
        lanes.iter().enumerate().map(|(lane, files)| Reverse((ranks[files.start].name(), lane))).collect();
    std::iter::from_fn(move || {
        let Reverse((_, lane)) = heads.pop()?;
        let next = lanes[lane].next()?;
        heads.extend(lanes[lane].clone().next().map(|head| Reverse((ranks[head].name(), lane))));
        Some(ranks[next])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(second: u32, id: u32, device: u128, sequence: Option<u64>) -> Rank {
        Rank {
            created_at: DateTime::from_timestamp(1_795_269_600 + i64::from(second), 0).expect("an instant"),
            id: Uuid::from_u128(u128::from(id)),
            kind: Kind::Vc,
            place: 0,
            device: Some(Uuid::from_u128(device).try_into().expect("a device")),
            sequence: sequence.and_then(NonZeroU64::new),
            registered: false,
            repeated: false,
        }
    }

    fn order(ranks: Vec<Rank>) -> Vec<u128> {
        in_order(ranks).map(|rank| rank.id.as_u128()).collect()
    }

    #[test]
    fn a_device_is_in_its_own_order_and_devices_are_interleaved() {
        // Device 1 set its clock back between its first and second entry; device 2 does not number.
        let ranks = vec![
            rank(30, 1, 1, Some(1)),
            rank(10, 2, 1, Some(2)),
            rank(40, 3, 1, Some(3)),
            rank(35, 4, 2, None),
            rank(20, 5, 2, None),
        ];
        assert_eq!(order(ranks), [5, 1, 2, 4, 3]);
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_of_arrival() {
        let ranks: Vec<Rank> = (0..20)
            .map(|i| rank(i * 7 % 60, i, u128::from(i % 3), (i % 2 == 0).then_some(u64::from(i) + 1)))
            .collect();
        let expected = order(ranks.clone());
        for shift in 1..20 {
            let mut other = ranks.clone();
            other.rotate_left(shift);
            assert_eq!(order(other), expected);
        }
        assert_eq!(expected.len(), 20);
    }

    #[test]
    fn a_file_costs_a_pass_few_bytes() {
        assert!(size_of::<Rank>() <= 80, "{}", size_of::<Rank>());
    }
}
