//! Who works here and whom the ERP knows: the ground on which the generated days play.

use rusqlite::params;
use serde_json::Value;

use super::random::Random;
use super::values::{Values, rewritten, spaced};
use crate::support::Place;

/// A line of the correspondence table.
pub struct Rep {
    pub folder: &'static str,
    pub c_user: Option<&'static str>,
    pub c_rep: Option<&'static str>,
    pub mail: Option<&'static str>,
    pub active: bool,
}

const fn rep(
    folder: &'static str,
    c_user: Option<&'static str>,
    c_rep: Option<&'static str>,
    mail: Option<&'static str>,
) -> Rep {
    Rep { folder, c_user, c_rep, mail, active: true }
}

/// The first four stand in every `Place`; `inconnu` is not among them on purpose.
pub const REPS: [Rep; 8] = [
    rep("jdupont", Some("JD"), Some("JD01"), Some("j.dupont@pneus.example")),
    rep("amartin", Some("AM"), Some("AM01"), Some("a.martin@pneus.example")),
    Rep { active: false, ..rep("parti", Some("PA"), Some("PA01"), None) },
    rep("sanscode", None, None, None),
    rep("pbernard", Some("PB"), Some("PB01"), Some("p.bernard@pneus.example")),
    rep("sleroy", Some("SL"), Some("SL01"), None),
    rep("mgarnier", Some("MG"), None, Some("m.garnier@pneus.example")),
    rep("chef.ventes", Some("CV"), Some("CV01"), Some("chef@pneus.example")),
];

const MORE_USERS: &str = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable;actif\n\
    SIEGE\\pbernard;PB;PB01;p.bernard@pneus.example;Paul Bernard;0;0;1\n\
    SIEGE\\sleroy;SL;SL01;;Sophie Leroy;0;0;1\n\
    SIEGE\\mgarnier;MG;;m.garnier@pneus.example;Marc Garnier;0;0;1\n\
    SIEGE\\chef.ventes;CV;CV01;chef@pneus.example;Chef des Ventes;1;0;1\n";

/// Categories that may pay by CH.
pub const FARMERS: [&str; 2] = ["AGRI", "CERE"];
/// Told of customer creations.
pub const CREATION_MAILS: [&str; 2] = ["compta@pneus.example", "chef.compta@pneus.example"];
/// Told of modification requests.
pub const REQUEST_MAILS: [&str; 1] = ["compta@pneus.example"];

/// What the ERP knows of a customer and the duplicate check looks at.
pub struct Customer {
    pub code: String,
    pub name: String,
    pub tel_1: Option<String>,
    pub tel_2: Option<String>,
    pub vat: Option<String>,
    pub siret: Option<String>,
}

pub struct Company {
    pub customers: Vec<Customer>,
}

impl Company {
    pub fn new(random: &mut Random, values: &mut Values) -> Self {
        let mut customers: Vec<Customer> =
            [("C01846", "ETA POIRIER FRÈRES"), ("C02184", "GARAGE DU HAUT-BOURG"), ("C03390", "CUMA")]
                .into_iter()
                .map(|(code, name)| Customer::named(code, name))
                .collect();
        for number in 0..40 {
            let name = values.name(random);
            let sheet = values.full_sheet(random, &name, "JD01");
            let text = |column: &str| sheet[column].as_str().map(str::to_owned);
            let mut customer = Customer {
                tel_1: text("tel_1"),
                tel_2: text("tel_2").filter(|_| number % 3 != 0),
                vat: text("contact_divers_1").filter(|_| number % 2 == 0),
                siret: text("contact_divers_2"),
                ..Customer::named(&format!("C1{number:04}"), &name)
            };
            // The ERP holds what it holds: blanks, and an odd number that is nobody's.
            match number % 5 {
                0 => customer.siret = customer.siret.map(|siret| spaced(&siret)),
                1 => customer.siret = Some("EN COURS".to_owned()),
                _ => {}
            }
            customers.push(customer);
        }
        Self { customers }
    }

    pub fn rep(folder: &str) -> Option<&'static Rep> {
        REPS.iter().find(|rep| rep.folder == folder)
    }

    /// Sets all this up in a fresh installation.
    pub fn install(&self, place: &Place) {
        let users = place.path("more-users.csv");
        std::fs::write(&users, MORE_USERS).expect("written");
        place.succeed(&["users", "import", &users.display().to_string()]);
        place.succeed(&["params", "set", "categories_agriculteur", &FARMERS.join(",")]);
        place.succeed(&["params", "set", "courriels_creation", &CREATION_MAILS.join(",")]);
        place.succeed(&["params", "set", "courriels_modification", &REQUEST_MAILS.join(",")]);
        let mut base = place.base();
        let all = base.transaction().expect("begun");
        for customer in &self.customers {
            customer.insert(&all);
        }
        all.commit().expect("committed");
    }
}

impl Customer {
    pub fn named(code: &str, name: &str) -> Self {
        let (code, name) = (code.to_owned(), name.to_owned());
        Self { code, name, tel_1: None, tel_2: None, vat: None, siret: None }
    }

    /// A `Place` brings three customers along.
    pub fn insert(&self, base: &rusqlite::Connection) {
        let sql = "INSERT OR IGNORE INTO client \
            (c_client, nom_client, tel_1, tel_2, contact_divers_1, contact_divers_2) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        base.execute(sql, params![self.code, self.name, self.tel_1, self.tel_2, self.vat, self.siret])
            .expect("inserted");
    }

    /// What a laptop shows of a field of his; most it does not know.
    pub fn shown(&self, column: &str) -> Value {
        match column {
            "nom_client" => self.name.clone().into(),
            "tel_1" => self.tel_1.clone().into(),
            "tel_2" => self.tel_2.clone().into(),
            _ => Value::Null,
        }
    }

    /// One of his numbers as a rep would type it into a new prospect's sheet.
    pub fn number(&self, random: &mut Random) -> Option<(&'static str, String)> {
        let number = |column, value: &Option<String>, random: &mut Random| {
            value.as_ref().map(|phone| (column, rewritten(phone, random)))
        };
        match random.below(5) {
            0 => number("tel_2", &self.tel_1, random),
            1 => number("tel_1", &self.tel_2, random),
            2 => self.vat.as_ref().map(|vat| ("contact_divers_1", format!("{} {}", &vat[..4], &vat[4..]))),
            3 => self
                .siret
                .as_ref()
                .filter(|siret| !siret.contains(' '))
                .map(|siret| ("contact_divers_2", spaced(siret))),
            _ => number("tel_1", &self.tel_1, random),
        }
    }
}
