//! Names as an ERP holds them: capitals without accents, 35 characters at most.

use domain::fold;

use super::chance::Chance;
use super::patterns::{self, Line};
use super::trades::Trade;

/// `nom_client char(35)`.
const WIDTH: usize = 35;

const SURNAMES: &str = include_str!("../../../fixtures/names/surnames.txt");
const GIVEN_NAMES: &str = include_str!("../../../fixtures/names/given.txt");
const PLACES: &str = include_str!("../../../fixtures/names/places.txt");

/// Somebody who works at a customer's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// Given name.
    pub(super) given: &'static str,
    /// Surname.
    pub(super) surname: &'static str,
    /// Called « Mme ».
    pub(super) woman: bool,
}

/// What a company is called, and what the name says of it.
#[derive(Debug)]
pub(super) struct Company {
    /// `nom_client`.
    pub(super) name: String,
    /// `c_titre`.
    pub(super) title: &'static str,
    /// What it does.
    pub(super) line: Line,
    /// Whose name it bears: he or she runs it.
    pub(super) bearer: Option<Person>,
}

/// The lists that names are made of (see fixtures/README.md).
pub(super) struct Names {
    surnames: Vec<&'static str>,
    /// With whether it is a woman's.
    given: Vec<(&'static str, bool)>,
    places: Vec<&'static str>,
}

impl Names {
    /// All of them.
    pub(super) fn load() -> Self {
        let lines = |text: &'static str| text.lines().filter(|line| !line.is_empty()).collect();
        let given = |line: &'static str| line.strip_suffix(";f").map_or((line, false), |name| (name, true));
        let given = GIVEN_NAMES.lines().filter(|line| !line.is_empty()).map(given).collect();
        Self { surnames: lines(SURNAMES), given, places: lines(PLACES) }
    }

    /// A person, as people spell the name.
    pub(super) fn person(&self, chance: &mut Chance) -> Person {
        let (given, woman) = chance.pick(&self.given);
        Person { given, surname: chance.pick(&self.surnames), woman }
    }

    /// A hamlet or a street.
    pub(super) fn place(&self, chance: &mut Chance) -> &'static str {
        chance.pick(&self.places)
    }

    /// A company of a trade, as the ERP spells it.
    pub(super) fn company(&self, trade: Trade, town: &str, chance: &mut Chance) -> Company {
        let person = self.person(chance);
        let place = self.place(chance);
        let (pattern, title, lines) = chance.pick(patterns::of(trade));
        let name = pattern
            .replace("{place}", place)
            .replace("{surname}", person.surname)
            .replace("{given}", person.given)
            .replace("{of_town}", &patterns::of_town(town))
            .replace("{town}", town);
        let title = if title == "M" && person.woman { "MME" } else { title };
        let bearer = pattern.contains("{surname}").then_some(person);
        Company { name: capitals(&name), title, line: chance.pick(lines), bearer }
    }
}

/// As the ERP spells it: capitals without accents, cut where the column ends.
pub(super) fn capitals(text: &str) -> String {
    let capitals: String = fold(text).to_uppercase().chars().take(WIDTH).collect();
    capitals.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::chance::Subject;

    #[test]
    fn names_are_the_erps() {
        let names = Names::load();
        for number in 0..5_000 {
            let mut chance = Chance::of(3, Subject::Customer, number);
            let trade = chance.pick(&Trade::ALL);
            let Company { name, title, .. } = names.company(trade, "Saint-Hilaire-du-Harcouët", &mut chance);
            assert!((4..=35).contains(&name.len()) && !name.contains('{'), "{name:?}");
            assert!(name.is_ascii() && name == name.to_uppercase() && !title.is_empty(), "{name:?}");
        }
    }
}
