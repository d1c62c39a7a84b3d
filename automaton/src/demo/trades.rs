//! What customers and prospects do for a living, and what follows from it: codes, seasons, vehicles, revenue.

/// A line of business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trade {
    /// A garage or a tyre shop, who resells.
    Garage,
    /// A farm.
    Farm,
    /// A contractor who works for farms, or a machinery co-operative.
    Contractor,
    /// Earthworks, quarries.
    PublicWorks,
    /// Lorries and coaches.
    Haulier,
    /// A craftsman or a company with vans and cars.
    Fleet,
    /// A commune.
    Commune,
}

/// What is true of all companies of a trade.
#[derive(Debug)]
pub(super) struct Ways {
    /// How many of a hundred customers.
    pub(super) share: u32,
    /// `c_fam_client`.
    pub(super) category: &'static str,
    /// `c_catc`.
    pub(super) grid: &'static str,
    /// `c_mod_rgl_1`, one of these.
    pub(super) payment: &'static [&'static str],
    /// What a year brings in the middle, in euros excluding tax.
    pub(super) revenue: f64,
    /// How likely it is that anything is bought in a middling month, of a hundred.
    pub(super) buys: u32,
    /// How often it is visited, beside the others.
    pub(super) visits: u32,
    /// January to December: what is bought, beside a middling month (100).
    pub(super) season: [u32; 12],
    /// Kinds of vehicles, and how many there may be.
    pub(super) fleet: &'static [(&'static str, u32)],
    /// Whom one meets there, the first one first.
    pub(super) roles: &'static [&'static str],
    /// The quote that is most often handed over: a node of the visit form.
    pub(super) quote: &'static str,
}

impl Trade {
    /// All of them.
    pub(super) const ALL: [Self; 7] = [
        Self::Garage,
        Self::Farm,
        Self::Contractor,
        Self::PublicWorks,
        Self::Haulier,
        Self::Fleet,
        Self::Commune,
    ];

    /// How it goes there.
    pub(super) const fn ways(self) -> &'static Ways {
        match self {
            Self::Garage => &GARAGE,
            Self::Farm => &FARM,
            Self::Contractor => &CONTRACTOR,
            Self::PublicWorks => &PUBLIC_WORKS,
            Self::Haulier => &HAULIER,
            Self::Fleet => &FLEET,
            Self::Commune => &COMMUNE,
        }
    }
}

/// Winter tyres from October to December, summer tyres in April.
const GARAGE: Ways = Ways {
    share: 24,
    category: "GAR",
    grid: "GAR01",
    payment: &["LD", "LD", "PR", "VI"],
    revenue: 3_200.0,
    buys: 45,
    visits: 16,
    season: [85, 60, 85, 115, 90, 75, 55, 50, 90, 165, 200, 130],
    fleet: &[("VL", 6), ("VUL", 4)],
    roles: &["gérance", "atelier", "comptabilité"],
    quote: "visite.proposition.flotte-entreprise",
};

/// Sowing in spring, and the harvest.
const FARM: Ways = Ways {
    share: 34,
    category: "AGRI",
    grid: "AGRI01",
    payment: &["CH", "CH", "LD", "VI"],
    revenue: 540.0,
    buys: 7,
    visits: 6,
    season: [45, 80, 165, 170, 95, 190, 140, 80, 95, 75, 40, 25],
    fleet: &[("AGRI", 14), ("VUL", 3)],
    roles: &["exploitation", "exploitation", "comptabilité"],
    quote: "visite.proposition.agraire",
};

const CONTRACTOR: Ways = Ways {
    share: 8,
    category: "AGRI",
    grid: "AGRI01",
    payment: &["LD", "VI", "CH"],
    revenue: 2_400.0,
    buys: 22,
    visits: 14,
    season: [50, 85, 150, 155, 105, 190, 150, 95, 100, 65, 35, 20],
    fleet: &[("AGRI", 30), ("PL & PLP", 4), ("TP", 3)],
    roles: &["direction", "atelier", "comptabilité"],
    quote: "visite.proposition.agraire",
};

const PUBLIC_WORKS: Ways = Ways {
    share: 9,
    category: "TP",
    grid: "TPGC01",
    payment: &["LD", "VI"],
    revenue: 2_700.0,
    buys: 24,
    visits: 12,
    season: [60, 75, 110, 120, 115, 125, 105, 60, 125, 125, 105, 75],
    fleet: &[("TP", 18), ("GC", 5), ("PL & PLP", 8), ("VUL", 10)],
    roles: &["direction", "matériel et atelier", "conduite de travaux"],
    quote: "visite.proposition.tp",
};

const HAULIER: Ways = Ways {
    share: 7,
    category: "TRAN",
    grid: "PL01",
    payment: &["LD", "VI", "PR"],
    revenue: 4_800.0,
    buys: 50,
    visits: 15,
    season: [110, 90, 95, 90, 90, 85, 75, 65, 105, 130, 145, 120],
    fleet: &[("PL & PLP", 60), ("VUL", 8), ("VL", 6)],
    roles: &["direction", "parc et atelier", "achats"],
    quote: "visite.proposition.pl-plp",
};

const FLEET: Ways = Ways {
    share: 14,
    category: "FLOT",
    grid: "FLOTTE",
    payment: &["LD", "PR", "VI"],
    revenue: 700.0,
    buys: 11,
    visits: 5,
    season: [90, 70, 90, 110, 90, 80, 65, 45, 95, 145, 180, 140],
    fleet: &[("VUL", 14), ("VL", 10)],
    roles: &["gérance", "comptabilité", "parc automobile"],
    quote: "visite.proposition.flotte-entreprise",
};

const COMMUNE: Ways = Ways {
    share: 4,
    category: "COLL",
    grid: "COLL01",
    payment: &["VI"],
    revenue: 600.0,
    buys: 10,
    visits: 4,
    season: [70, 70, 110, 115, 110, 100, 65, 45, 105, 150, 150, 110],
    fleet: &[("VUL", 9), ("VL", 6), ("AGRI", 3), ("TP", 2)],
    roles: &["services techniques", "secrétariat de mairie", "mairie"],
    quote: "visite.proposition.tp",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::people::CODES;
    use domain::{NodeId, VisitForm};

    #[test]
    fn every_code_is_in_its_list() {
        let offers = |list: &str, code: &str| {
            CODES.iter().any(|(name, codes)| *name == list && codes.iter().any(|(known, ..)| *known == code))
        };
        let form = VisitForm::default_form();
        for trade in Trade::ALL {
            let ways = trade.ways();
            assert!(offers("c_fam_client", ways.category) && offers("c_catc", ways.grid), "{trade:?}");
            assert!(ways.payment.iter().all(|code| offers("c_mod_rgl_1", code)), "{trade:?}");
            let quote: NodeId = ways.quote.parse().expect("an id");
            assert!(form.node(&quote).is_some_and(|node| node.meaning.is_some()), "{trade:?}");
        }
        assert_eq!(Trade::ALL.iter().map(|trade| trade.ways().share).sum::<u32>(), 100);
    }
}
