//! Where customers and prospects are: real communes of six départements, weighted by population.

use domain::TownRecord;

use super::chance::Chance;

/// A town with its postal code in the ERP's two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Town<'a> {
    /// `dep_fac`.
    pub(super) department: &'a str,
    /// `bur_dis_fac`.
    pub(super) office: &'a str,
    /// As people spell it.
    pub(super) name: &'a str,
}

/// The départements that the company works in, and how strongly.
const DEPARTMENTS: [(&str, f64); 6] =
    [("53", 3.0), ("72", 1.3), ("49", 1.0), ("35", 0.6), ("61", 0.5), ("50", 0.3)];
/// Added to each population: farms stand in villages.
const VILLAGE: f64 = 1_500.0;

/// The towns, each with the sum of the weights up to it.
pub(super) struct Towns {
    towns: Vec<(f64, TownRecord)>,
}

impl Towns {
    /// All of the six départements.
    pub(super) fn load() -> Self {
        let mut sum = 0.0;
        let weighted = |town: TownRecord| {
            let (_, weight) = DEPARTMENTS.iter().find(|(code, _)| town.postal_code.starts_with(code))?;
            // A large city has as many garages as its size says, and no farms: the root lies between.
            let size = f64::from(u32::try_from(town.population).unwrap_or_default()) + VILLAGE;
            sum += weight * size.powf(0.7);
            Some((sum, town))
        };
        Self { towns: crate::rebuild::towns::all().filter_map(weighted).collect() }
    }

    /// One of them.
    pub(super) fn draw(&self, chance: &mut Chance) -> Town<'_> {
        let drawn = chance.unit() * self.towns.last().map_or(0.0, |(sum, _)| *sum);
        let place = self.towns.partition_point(|(sum, _)| *sum <= drawn);
        let town = &self.towns[place.min(self.towns.len() - 1)].1;
        let (department, office) = town.postal_code.split_at_checked(2).unwrap_or((&town.postal_code, ""));
        Town { department, office, name: &town.name }
    }
}
