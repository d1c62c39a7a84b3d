//! Names as an ERP holds them: capitals without accents, 35 characters at most.

use domain::fold;

use super::chance::Chance;
use super::trades::Trade;

/// `nom_client char(35)`.
const WIDTH: usize = 35;

const SURNAMES: &str = include_str!("../../../fixtures/names/surnames.txt");
const GIVEN_NAMES: &str = include_str!("../../../fixtures/names/given.txt");
const PLACES: &str = include_str!("../../../fixtures/names/places.txt");

/// The lists that names are made of (see fixtures/README.md).
pub(super) struct Names {
    surnames: Vec<&'static str>,
    given: Vec<&'static str>,
    places: Vec<&'static str>,
}

impl Names {
    /// All of them.
    pub(super) fn load() -> Self {
        let lines = |text: &'static str| text.lines().filter(|line| !line.is_empty()).collect();
        Self { surnames: lines(SURNAMES), given: lines(GIVEN_NAMES), places: lines(PLACES) }
    }

    /// A person: given name and surname, as people spell them.
    pub(super) fn person(&self, chance: &mut Chance) -> (&'static str, &'static str) {
        (chance.pick(&self.given), chance.pick(&self.surnames))
    }

    /// A hamlet or a street.
    pub(super) fn place(&self, chance: &mut Chance) -> &'static str {
        chance.pick(&self.places)
    }

    /// A company of a trade, as the ERP spells it, and its `c_titre`.
    pub(super) fn company(&self, trade: Trade, town: &str, chance: &mut Chance) -> (String, &'static str) {
        let (given, surname) = self.person(chance);
        let place = self.place(chance);
        let patterns: &[(&str, &str)] = match trade {
            Trade::Garage => &[
                ("GARAGE {place}", "SARL"),
                ("GARAGE {surname}", "SARL"),
                ("GARAGE {surname} {given}", "M"),
                ("SARL GARAGE {surname} ET FILS", "SARL"),
                ("AUTO {town}", "SAS"),
                ("AUTO CENTRE {place}", "SAS"),
                ("CARROSSERIE {surname}", "SARL"),
                ("{town} PNEUS", "SARL"),
                ("ETS {surname} & FILS", "ETS"),
            ],
            Trade::Farm => &[
                ("EARL {place}", "EARL"),
                ("EARL {surname}", "EARL"),
                ("GAEC {place}", "GAEC"),
                ("GAEC {surname} FRERES", "GAEC"),
                ("SCEA {place}", "SCEA"),
                ("{surname} {given}", "M"),
                ("FERME {place}", "M"),
            ],
            Trade::Contractor => &[
                ("ETA {surname}", "SARL"),
                ("ETA {surname} FRERES", "SARL"),
                ("SARL ETA {place}", "SARL"),
                ("CUMA {place}", "CUMA"),
                ("CUMA DE {town}", "CUMA"),
            ],
            Trade::PublicWorks => &[
                ("TP {surname}", "SARL"),
                ("{surname} TP", "SAS"),
                ("SARL {surname} TERRASSEMENT", "SARL"),
                ("CARRIERE {place}", "SAS"),
                ("TRAVAUX PUBLICS {surname}", "SAS"),
            ],
            Trade::Haulier => &[
                ("TRANSPORTS {surname}", "SAS"),
                ("TRANSPORTS {surname} ET FILS", "SARL"),
                ("AUTOCARS {surname}", "SAS"),
                ("{surname} LOGISTIQUE", "SAS"),
                ("TRANSPORTS {place}", "SARL"),
            ],
            Trade::Fleet => &[
                ("SARL {surname}", "SARL"),
                ("MENUISERIE {surname}", "SARL"),
                ("PLOMBERIE {surname} {given}", "M"),
                ("COUVERTURE {surname}", "SARL"),
                ("MACONNERIE {surname}", "SARL"),
                ("MATERIAUX {place}", "SAS"),
                ("ELECTRICITE {surname}", "SARL"),
            ],
            Trade::Commune => &[("COMMUNE DE {town}", "MAIR")],
        };
        let (pattern, title) = chance.pick(patterns);
        let name = pattern
            .replace("{place}", place)
            .replace("{surname}", surname)
            .replace("{given}", given)
            .replace("{town}", town);
        (capitals(&name), title)
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
            let (name, title) = names.company(trade, "Saint-Hilaire-du-Harcouët", &mut chance);
            assert!((4..=35).contains(&name.len()) && !name.contains('{'), "{name:?}");
            assert!(name.is_ascii() && name == name.to_uppercase() && !title.is_empty(), "{name:?}");
        }
    }
}
