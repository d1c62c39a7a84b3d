//! The French communes with their postal codes: published open data, see `fixtures/README.md`.

use domain::TownRecord;

const COMMUNES: &str = include_str!("../../../fixtures/communes/communes.csv");

/// Every commune under each of its postal codes.
pub(crate) fn all() -> impl Iterator<Item = TownRecord> {
    COMMUNES.lines().skip(1).flat_map(|line| {
        let mut columns = line.split(';').skip(1);
        let mut next = || columns.next().unwrap_or_default();
        let (name, population, codes) = (next(), next(), next());
        let population = population.parse().unwrap_or(0);
        codes.split(' ').map(move |code| TownRecord {
            postal_code: code.to_owned(),
            name: name.to_owned(),
            population,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_commune() {
        let towns: Vec<TownRecord> = all().collect();
        assert_eq!(towns.len(), 35_493);
        for town in &towns {
            let digits = town.postal_code.len() == 5 && town.postal_code.bytes().all(|b| b.is_ascii_digit());
            assert!(digits && !town.name.is_empty(), "{town:?}");
        }
        let laval: Vec<_> = towns.iter().filter(|town| town.postal_code == "53000").collect();
        assert!(laval.iter().any(|town| town.name == "Laval" && town.population > 40_000), "{laval:?}");
    }
}
