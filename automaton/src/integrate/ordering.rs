//! In which order the files of a pass are treated: pure.
//!
//! The entries of one device come in the order in which they were made: by `sequence` where given, else by name (its instant, then
//! its id). Devices are interleaved by name, so nobody's long absence keeps the others waiting.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use exchange_schema::{DeviceId, FileName};

/// What the order depends on.
#[derive(Debug, Clone)]
pub struct Rank {
    /// The file's name.
    pub name: FileName,
    /// The device and its number there, where the body could be read.
    pub made: Option<(DeviceId, Option<u64>)>,
}

/// A device, and whether the lane's files are numbered.
type LaneKey = (Option<DeviceId>, bool);

/// The items in the order of treatment.
pub fn in_order<T>(items: Vec<(Rank, T)>) -> Vec<(Rank, T)> {
    // One lane for the numbered files of a device, one for the others; a lane is in order within itself.
    let mut lanes: BTreeMap<LaneKey, Vec<(Rank, T)>> = BTreeMap::new();
    for (rank, item) in items {
        let device = rank.made.map(|(device, _)| device);
        lanes.entry((device, rank.sequence().is_some())).or_default().push((rank, item));
    }
    let mut lanes: Vec<_> = lanes
        .into_values()
        .map(|mut lane| {
            lane.sort_by(|(a, _), (b, _)| (a.sequence(), &a.name).cmp(&(b.sequence(), &b.name)));
            lane.into_iter().peekable()
        })
        .collect();
    let mut heads = BinaryHeap::new();
    for (i, lane) in lanes.iter_mut().enumerate() {
        heads.extend(lane.peek().map(|(rank, _)| Reverse((rank.name.clone(), i))));
    }
    let mut ordered = Vec::new();
    while let Some(Reverse((_, i))) = heads.pop() {
        ordered.extend(lanes[i].next());
        heads.extend(lanes[i].peek().map(|(rank, _)| Reverse((rank.name.clone(), i))));
    }
    ordered
}

impl Rank {
    fn sequence(&self) -> Option<u64> {
        self.made.and_then(|(_, sequence)| sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(second: u32, id: u32, device: u128, sequence: Option<u64>) -> Rank {
        let name = format!("VC_20261121T1400{second:02}Z_jdupont_00000000-0000-7000-8000-{id:012}.json");
        let device: DeviceId = uuid::Uuid::from_u128(device).try_into().expect("a device");
        Rank { name: FileName::parse(&name).expect("a name"), made: Some((device, sequence)) }
    }

    fn order(ranks: Vec<Rank>) -> Vec<String> {
        let items = ranks.into_iter().map(|rank| {
            let last = rank.name.as_str().trim_end_matches(".json").trim_start_matches(|_| false);
            let id = last[last.len() - 2..].to_owned();
            (rank, id)
        });
        in_order(items.collect()).into_iter().map(|(_, id)| id).collect()
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
        assert_eq!(order(ranks), ["05", "01", "02", "04", "03"]);
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
}
