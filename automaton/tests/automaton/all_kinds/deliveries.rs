//! How the folder sync may bring one laptop's files: in several deliveries, in any order, some again, some as conflict copies.

use std::fmt;

use crate::generator::{Entry, LaptopLife, Random};
use crate::support::Place;

/// Where a copy of a file comes to lie.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// In its laptop's own folder.
    Home,
    /// Directly under the user's.
    Above,
    /// In the folder of another laptop of the same user's.
    Elsewhere,
    /// Beside the file, under the name that Syncthing gives to the other version.
    ConflictCopy,
}

/// One copy of the file of that number.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    entry: usize,
    way: Way,
}

pub fn deliver(place: &Place, entry: &Entry) {
    place.deliver(entry.author, entry.device, &entry.name(), &entry.bytes());
}

impl Arrival {
    pub fn put(&self, place: &Place, entries: &[Entry]) {
        let entry = &entries[self.entry];
        let name = entry.name();
        let conflict = name.replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
        let (device, name) = match self.way {
            Way::Home => (entry.device, &name),
            Way::Above => ("", &name),
            Way::Elsewhere => ("00000000-0000-4000-8000-000000000003", &name),
            Way::ConflictCopy => (entry.device, &conflict),
        };
        place.deliver(entry.author, device, name, &entry.bytes());
    }
}

/// What comes before each pass.
pub struct Plan {
    pub deliveries: Vec<Vec<Arrival>>,
}

impl Plan {
    /// A plan of two to five deliveries. What was written after a refusal had come back never comes before the refused file's pass.
    pub fn new(seed: u64, life: &LaptopLife) -> Self {
        let mut random = Random::new(seed ^ 0x5eed);
        let many = random.between(2, 5);
        // Half of the plans are back to front: the prospects come first, then the latest entries, the earliest last of all.
        let (backwards, last) = (random.one_in(2), life.entries.len() - 1);
        let mut when = |(place, entry): (usize, &Entry)| match entry.kind {
            _ if !backwards || random.one_in(4) => random.below(many),
            "CP" => 0,
            _ => (last - place) * many / life.entries.len(),
        };
        let mut first: Vec<usize> = life.entries.iter().enumerate().map(&mut when).collect();
        for (refused, correction) in &life.after {
            first[*refused] = random.below(many - 1);
            first[*correction] = random.between(first[*refused] + 1, many - 1);
        }
        let mut deliveries = vec![Vec::new(); many];
        for (entry, when) in first.into_iter().enumerate() {
            let ways = [Way::Home, Way::Home, Way::Home, Way::Above, Way::Elsewhere];
            deliveries[when].push(Arrival { entry, way: *random.pick(&ways) });
            for delivery in &mut deliveries[when..] {
                if random.one_in(5) {
                    let ways = [Way::Home, Way::Above, Way::Elsewhere, Way::ConflictCopy];
                    delivery.push(Arrival { entry, way: *random.pick(&ways) });
                }
            }
        }
        Self { deliveries }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, arrivals) in self.deliveries.iter().enumerate() {
            let arrivals: Vec<String> =
                arrivals.iter().map(|arrival| format!("{} {:?}", arrival.entry, arrival.way)).collect();
            write!(f, "\n  delivery {}: {}", number + 1, arrivals.join(", "))?;
        }
        Ok(())
    }
}
