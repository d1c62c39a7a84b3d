//! The first customers: those that the story of the last days speaks of, and some as awkward as a real ERP holds them.

use domain::{CustomerField as F, FieldValue, Sheet};

use super::patterns::{self, Line};
use super::towns::Town;
use super::trades::Trade;

/// What is fixed of a customer, whatever the seed.
#[derive(Debug)]
pub(super) struct Special {
    /// His code, where it is not the running number.
    pub(super) code: Option<&'static str>,
    /// His name.
    pub(super) name: &'static str,
    /// His title.
    pub(super) title: &'static str,
    /// What the name says that he does.
    pub(super) line: Line,
    /// His trade.
    pub(super) trade: Trade,
    /// Where he is.
    pub(super) town: Option<Town<'static>>,
    /// Whose he is.
    pub(super) rep: Option<usize>,
    /// What the ERP holds instead; an empty text: nothing.
    odd: Option<(F, &'static str)>,
}

/// One that the story speaks of, by his number.
pub(super) const POIRIER: u32 = 0;
pub(super) const HAUT_BOURG: u32 = 1;
pub(super) const CUMA: u32 = 2;
pub(super) const MERCIER: u32 = 3;
pub(super) const BROSSARD: u32 = 4;
pub(super) const AUTO_CENTRE: u32 = 5;
pub(super) const HAMELIN: u32 = 6;
pub(super) const PRAIRIE: u32 = 7;
pub(super) const PEUPLIERS: u32 = 8;
pub(super) const MORTAIN: u32 = 9;

const SPECIAL: [Special; 20] = [
    known(
        ("ETA POIRIER FRERES", "SARL", patterns::FARM_WORKS),
        Trade::Contractor,
        ("53", "440", "Aron"),
        0,
        None,
    ),
    known(
        ("GARAGE DU HAUT-BOURG", "SARL", patterns::REPAIRS),
        Trade::Garage,
        ("53", "000", "Laval"),
        0,
        Some((F::Phone, "02.61.91.99.42")),
    ),
    known(
        ("CUMA DE LA VALLEE", "CUMA", patterns::MACHINERY_POOL),
        Trade::Contractor,
        ("72", "140", "Sillé-le-Guillaume"),
        2,
        None,
    ),
    known(
        ("TP MERCIER & FILS", "SARL", patterns::EARTHWORKS),
        Trade::PublicWorks,
        ("72", "000", "Le Mans"),
        3,
        None,
    ),
    known(("ETS BROSSARD", "ETS", patterns::MATERIALS), Trade::Fleet, ("53", "100", "Mayenne"), 1, None),
    known(
        ("AUTO CENTRE DES TROIS RIVIERES", "SAS", patterns::CAR_PARTS),
        Trade::Garage,
        ("72", "200", "La Flèche"),
        2,
        None,
    ),
    known(("TRANSPORTS HAMELIN", "SAS", patterns::FREIGHT), Trade::Haulier, ("49", "000", "Angers"), 4, None),
    known(
        ("GARAGE DE LA PRAIRIE", "SARL", patterns::REPAIRS),
        Trade::Garage,
        ("49", "300", "Cholet"),
        5,
        None,
    ),
    known(("EARL DES PEUPLIERS", "EARL", patterns::CEREALS), Trade::Farm, ("35", "500", "Vitré"), 6, None),
    known(
        ("COMMUNE DE MORTAIN-BOCAGE", "MAIR", patterns::TOWN_HALL),
        Trade::Commune,
        ("50", "140", "Mortain-Bocage"),
        7,
        None,
    ),
    // As real ERPs hold them. The first name is cut where the column ends, in the middle of a word.
    odd(("SOCIETE COOPERATIVE AGRICOLE DU BOC", "CUMA", patterns::MACHINERY_POOL), Trade::Contractor, None),
    odd(("GARAGE  DU   PONT NEUF", "SARL", patterns::REPAIRS), Trade::Garage, None),
    odd(("GARAGE DE L'ETANG", "SARL", patterns::REPAIRS), Trade::Garage, None),
    odd(("PNEUS & SERVICES DU MAINE", "SAS", patterns::TYRES), Trade::Garage, None),
    odd(("garage lambert, m. le patron", "M", patterns::REPAIRS), Trade::Garage, None),
    odd(("EARL SANS VILLE", "EARL", patterns::CEREALS), Trade::Farm, Some((F::Town, ""))),
    odd(("MACONNERIE BESNIER", "SARL", patterns::MASONRY), Trade::Fleet, Some((F::Siret, "EN COURS"))),
    odd(("CLIENT COMPTOIR", "ETS", patterns::MATERIALS), Trade::Fleet, Some((F::SalesRep, ""))),
    Special {
        // Thirty characters: as many as the column has.
        code: Some("ANCIEN-COMPTE-REPRIS-2009-0030"),
        ..odd(("TRANSPORTS ANCIEN COMPTE", "SAS", patterns::FREIGHT), Trade::Haulier, None)
    },
    odd(("ETS VAUGARNY", "ETS", patterns::MATERIALS), Trade::Fleet, Some((F::Phone, "0261919943 bureau"))),
];

const fn known(
    (name, title, line): (&'static str, &'static str, Line),
    trade: Trade,
    (department, office, town): (&'static str, &'static str, &'static str),
    rep: usize,
    odd: Option<(F, &'static str)>,
) -> Special {
    let town = Some(Town { department, office, name: town });
    Special { code: None, name, title, line, trade, town, rep: Some(rep), odd }
}

const fn odd(
    (name, title, line): (&'static str, &'static str, Line),
    trade: Trade,
    odd: Option<(F, &'static str)>,
) -> Special {
    Special { code: None, name, title, line, trade, town: None, rep: None, odd }
}

/// What is fixed of the customer of that number.
pub(super) fn of(number: u32) -> Option<&'static Special> {
    SPECIAL.get(number as usize)
}

impl Special {
    /// Puts the odd value in.
    pub(super) fn spoil(&self, sheet: &mut Sheet) {
        match self.odd {
            Some((field, "")) => drop(sheet.remove(&field)),
            Some((field, text)) => drop(sheet.insert(field, FieldValue::Text(text.to_owned()))),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_fit_their_columns_exactly() {
        let lengths: Vec<usize> = SPECIAL.iter().map(|it| it.name.len()).collect();
        assert_eq!(lengths.iter().max(), Some(&35), "one is cut");
        assert_eq!(SPECIAL.iter().filter_map(|it| it.code).map(str::len).collect::<Vec<_>>(), [30]);
    }

    #[test]
    fn their_towns_are_real() {
        let known: Vec<_> = crate::rebuild::towns::all().collect();
        for town in SPECIAL.iter().filter_map(|it| it.town) {
            let code = format!("{}{}", town.department, town.office);
            assert!(known.iter().any(|it| it.postal_code == code && it.name == town.name), "{town:?}");
        }
    }
}
