//! What companies are called, and what each name says of its bearer: sub-category, NAF code and activity never contradict it.

use super::trades::Trade;

/// What a company does, in the ERP's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// `c_sfam_client`.
    pub(super) sub_category: &'static str,
    /// `c_ape`.
    pub(super) naf: &'static str,
    /// `contact_divers_3`.
    pub(super) activity: &'static str,
}

const fn line(sub_category: &'static str, naf: &'static str, activity: &'static str) -> Line {
    Line { sub_category, naf, activity }
}

pub(super) const REPAIRS: Line = line("INDE", "4520A", "Entretien et réparation automobile");
pub(super) const CAR_PARTS: Line = line("CAUT", "4532Z", "Commerce d'équipements automobiles");
pub(super) const TYRES: Line = line("INDE", "4532Z", "Commerce d'équipements automobiles");
pub(super) const CEREALS: Line = line("CER", "0111Z", "Culture de céréales");
pub(super) const MILK: Line = line("ELEV", "0141Z", "Élevage de vaches laitières");
pub(super) const MIXED: Line = line("ELEV", "0150Z", "Culture et élevage associés");
pub(super) const FARM_WORKS: Line = line("ETA", "0161Z", "Travaux agricoles");
pub(super) const MACHINERY_POOL: Line = line("CUMA", "0161Z", "Matériel agricole en commun");
pub(super) const EARTHWORKS: Line = line("TERR", "4312A", "Travaux de terrassement");
pub(super) const QUARRY: Line = line("CARR", "0812Z", "Exploitation de carrières");
pub(super) const FREIGHT: Line = line("MARC", "4941A", "Transports routiers de fret");
pub(super) const COACHES: Line = line("VOYA", "4939B", "Transport de voyageurs");
pub(super) const JOINERY: Line = line("ARTI", "4332A", "Menuiserie");
pub(super) const PLUMBING: Line = line("ARTI", "4322A", "Plomberie et chauffage");
pub(super) const ROOFING: Line = line("ARTI", "4391B", "Couverture");
pub(super) const MASONRY: Line = line("ARTI", "4399C", "Maçonnerie générale");
pub(super) const ELECTRICITY: Line = line("ARTI", "4321A", "Électricité");
pub(super) const MATERIALS: Line = line("INDU", "4673A", "Négoce de matériaux");
pub(super) const TOWN_HALL: Line = line("COMM", "8411Z", "Administration publique générale");

/// A name with gaps (`{place}` « de la Barre », `{surname}`, `{given}`, `{town}` « Le Mans », `{of_town}` « du Mans »), its `c_titre`, and
/// what whoever is called so may do. The title of a person follows the given name.
pub(super) type Pattern = (&'static str, &'static str, &'static [Line]);

/// What companies of a trade are called.
pub(super) const fn of(trade: Trade) -> &'static [Pattern] {
    match trade {
        Trade::Garage => GARAGES,
        Trade::Farm => FARMS,
        Trade::Contractor => CONTRACTORS,
        Trade::PublicWorks => PUBLIC_WORKS,
        Trade::Haulier => HAULIERS,
        Trade::Fleet => FLEETS,
        Trade::Commune => &[("COMMUNE {of_town}", "MAIR", &[TOWN_HALL])],
    }
}

const GARAGES: &[Pattern] = &[
    ("GARAGE {place}", "SARL", &[REPAIRS]),
    ("GARAGE {surname}", "SARL", &[REPAIRS]),
    ("GARAGE {surname} {given}", "M", &[REPAIRS]),
    ("SARL GARAGE {surname} ET FILS", "SARL", &[REPAIRS]),
    ("AUTO {town}", "SAS", &[REPAIRS]),
    ("AUTO CENTRE {place}", "SAS", &[CAR_PARTS]),
    ("CARROSSERIE {surname}", "SARL", &[REPAIRS]),
    ("{town} PNEUS", "SARL", &[TYRES]),
    ("ETS {surname} & FILS", "ETS", &[REPAIRS]),
];

const FARMS: &[Pattern] = &[
    ("EARL {place}", "EARL", &[CEREALS, MILK, MIXED]),
    ("EARL {surname}", "EARL", &[CEREALS, MILK, MIXED]),
    ("GAEC {place}", "GAEC", &[MILK, MIXED]),
    ("GAEC {surname} FRERES", "GAEC", &[MILK, MIXED]),
    ("SCEA {place}", "SCEA", &[CEREALS, MIXED]),
    ("{surname} {given}", "M", &[CEREALS, MILK, MIXED]),
    ("FERME {place}", "EARL", &[MILK, MIXED]),
];

const CONTRACTORS: &[Pattern] = &[
    ("ETA {surname}", "SARL", &[FARM_WORKS]),
    ("ETA {surname} FRERES", "SARL", &[FARM_WORKS]),
    ("SARL ETA {place}", "SARL", &[FARM_WORKS]),
    ("CUMA {place}", "CUMA", &[MACHINERY_POOL]),
    ("CUMA {of_town}", "CUMA", &[MACHINERY_POOL]),
];

const PUBLIC_WORKS: &[Pattern] = &[
    ("TP {surname}", "SARL", &[EARTHWORKS]),
    ("{surname} TP", "SAS", &[EARTHWORKS]),
    ("SARL {surname} TERRASSEMENT", "SARL", &[EARTHWORKS]),
    ("CARRIERE {place}", "SAS", &[QUARRY]),
    ("TRAVAUX PUBLICS {surname}", "SAS", &[EARTHWORKS]),
];

const HAULIERS: &[Pattern] = &[
    ("TRANSPORTS {surname}", "SAS", &[FREIGHT]),
    ("TRANSPORTS {surname} ET FILS", "SARL", &[FREIGHT]),
    ("AUTOCARS {surname}", "SAS", &[COACHES]),
    ("{surname} LOGISTIQUE", "SAS", &[FREIGHT]),
    ("TRANSPORTS {place}", "SARL", &[FREIGHT]),
];

const FLEETS: &[Pattern] = &[
    ("SARL {surname}", "SARL", &[JOINERY, PLUMBING, ROOFING, MASONRY, ELECTRICITY]),
    ("MENUISERIE {surname}", "SARL", &[JOINERY]),
    ("PLOMBERIE {surname} {given}", "M", &[PLUMBING]),
    ("COUVERTURE {surname}", "SARL", &[ROOFING]),
    ("MACONNERIE {surname}", "SARL", &[MASONRY]),
    ("MATERIAUX {place}", "SAS", &[MATERIALS]),
    ("ELECTRICITE {surname}", "SARL", &[ELECTRICITY]),
];

/// A town after « commune »: « du Mans », « des Ponts-de-Cé », « de la Flèche », « d'Angers », « de Laval ».
pub(super) fn of_town(town: &str) -> String {
    let plain = domain::fold(town);
    let mut letters = plain.chars();
    let elided = match letters.next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => true,
        // « d'Yvré », for a consonant follows.
        Some('y') => letters.next().is_some_and(|letter| !"aeiou".contains(letter)),
        _ => false,
    };
    let article = [("Le ", "du "), ("Les ", "des "), ("La ", "de la "), ("L'", "de l'"), ("L’", "de l'")];
    let named = article.iter().find_map(|(article, of)| Some(format!("{of}{}", town.strip_prefix(article)?)));
    named.unwrap_or_else(|| if elided { format!("d'{town}") } else { format!("de {town}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::people::CODES;
    use domain::check_naf_code;

    #[test]
    fn towns_follow_commune_as_people_say_it() {
        for (town, expected) in [
            ("Laval", "de Laval"),
            ("Le Mans", "du Mans"),
            ("Les Ponts-de-Cé", "des Ponts-de-Cé"),
            ("La Flèche", "de la Flèche"),
            ("L'Huisserie", "de l'Huisserie"),
            ("Angers", "d'Angers"),
            ("Évron", "d'Évron"),
            ("Ernée", "d'Ernée"),
            ("Yvré-l'Évêque", "d'Yvré-l'Évêque"),
            ("Hambers", "de Hambers"),
            ("Lassay-les-Châteaux", "de Lassay-les-Châteaux"),
            ("Saint-Hilaire-du-Harcouët", "de Saint-Hilaire-du-Harcouët"),
        ] {
            assert_eq!(of_town(town), expected);
        }
    }

    #[test]
    fn every_code_is_in_its_list_and_below_the_trade() {
        let (_, codes) = CODES.iter().find(|(list, _)| *list == "c_sfam_client").expect("a list");
        for trade in Trade::ALL {
            for (pattern, title, lines) in of(trade) {
                assert!(!lines.is_empty() && !title.is_empty(), "{pattern}");
                for line in *lines {
                    let known = codes.iter().find(|(code, ..)| *code == line.sub_category).expect(pattern);
                    assert_eq!(known.2, Some(trade.ways().category), "{pattern}");
                    assert!(check_naf_code(line.naf).is_ok() && line.activity.len() < 40, "{line:?}");
                }
            }
        }
    }
}
