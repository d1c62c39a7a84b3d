//! Some hundred visits of three reps, from a seed, as winpneu may hold them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::generator::Random;
use crate::rebuild::content::{relation, with};
use crate::support::{Place, id};

pub struct Rep {
    pub folder: &'static str,
    pub c_user: &'static str,
    pub c_rep: &'static str,
}

pub const REPS: [Rep; 3] = [
    Rep { folder: "jdupont", c_user: "JD", c_rep: "JD01" },
    Rep { folder: "amartin", c_user: "AM", c_rep: "AM01" },
    Rep { folder: "pleroy", c_user: "PL", c_rep: "PL01" },
];

const CUSTOMERS: u32 = 14;
const PROSPECTS: u32 = 12;
/// The first two prospects are customers by now.
const CONVERTED: u32 = 2;
const VISITS: u32 = 320;
const PROSPECT_VISITS: u32 = 120;

/// Rows by table, to be inserted at once.
#[derive(Default)]
struct Rows(BTreeMap<&'static str, Vec<Value>>);

impl Rows {
    fn add(&mut self, table: &'static str, row: Value) {
        self.0.entry(table).or_default().push(row);
    }
}

pub fn company(seed: u64) -> Place {
    let place = Place::with_three_reps();
    let (mut rows, mut random) = (Rows::default(), Random::new(seed));
    customers(&mut rows, &mut random);
    prospects(&mut rows, &mut random);
    visits(&mut rows, &mut random);
    prospect_visits(&mut rows, &mut random);
    rows.0.iter().for_each(|(table, rows)| place.insert(table, rows));
    place
}

fn customers(rows: &mut Rows, random: &mut Random) {
    for number in 1..=CUSTOMERS {
        let code = format!("S{number:02}");
        let grid =
            random.pick(&[json!("AGRI01"), json!("GAR01"), json!("TP"), json!(""), json!(null)]).clone();
        let rep = random.pick(&[json!("JD01"), json!("AM01"), json!("PL01"), json!(null), json!("")]).clone();
        rows.add("client", json!({ "c_client": code, "nom_client": "X", "c_catc": grid, "c_rep": rep }));
        revenue(rows, random, &code);
    }
    for number in 1..=CONVERTED {
        let rep = REPS[number as usize % 3].c_rep;
        rows.add("client", json!({ "c_client": format!("N{number:02}"), "nom_client": "N", "c_catc": "GAR01", "c_rep": rep }));
        revenue(rows, random, &format!("N{number:02}"));
    }
}

fn revenue(rows: &mut Rows, random: &mut Random, code: &str) {
    for (year, month) in [2024, 2025, 2026].iter().flat_map(|year| (1..=12).map(move |month| (year, month))) {
        if !random.one_in(3) {
            let cents = i64::try_from(random.below(9_000_000)).expect("small") - 500_000;
            rows.add(
                "client_ca",
                json!({ "c_client": code, "annee": year, "mois": month, "montant_cents": cents }),
            );
        }
    }
}

/// Converted ones, then one of each fate, then plain ones.
fn prospects(rows: &mut Rows, random: &mut Random) {
    for number in 1..=PROSPECTS {
        let creator = random.pick(&REPS);
        let row = json!({
            "prospect": id(number), "nom_client": "P", "c_rep": creator.c_rep, "cree_par": creator.folder, "cree_le": "2025-06-01 08:00:00",
            "change_le": "2026-10-01 08:00:00", "crm_fichier": format!("CP{number}")
        });
        let fate = match number {
            ..=CONVERTED => {
                json!({ "converti_le": "2026-11-05 10:00:00", "c_client": format!("N{number:02}") })
            }
            3 => json!({ "supprime_le": "2026-11-01 08:00:00" }),
            4 => json!({ "change_le": "2024-01-01 08:00:00" }),
            _ => json!({}),
        };
        rows.add("crm_prospect", with(row, fate));
        let attached = |place: u32, rep: &str, withdrawn: u32| {
            json!({
                "id": format!("{number}-{place}"), "prospect": id(number), "depuis": format!("2026-0{}-01 08:00:00", 5 + place), "c_rep": rep,
                "createur_retire": withdrawn, "par": "test"
            })
        };
        rows.add("crm_rattachement", attached(0, creator.c_rep, 0));
        if random.one_in(3) {
            rows.add("crm_rattachement", attached(1, random.pick(&REPS).c_rep, u32::from(random.one_in(2))));
        }
        if number <= CONVERTED {
            let creation = json!({
                "creation": id(500 + number), "prospect": id(number), "etat": "validated", "champs": "{}", "demande_par": creator.folder,
                "demande_le": "2026-11-02 08:00:00", "decide_le": "2026-11-05 10:00:00", "c_client": format!("N{number:02}"),
                "crm_fichier": format!("CC{number}")
            });
            rows.add("crm_creation_client", creation);
        }
    }
}

fn day(random: &mut Random) -> String {
    let year = *random.pick(&[2026, 2026, 2026, 2026, 2025]);
    let last = if year == 2026 { 11 } else { 12 };
    format!(
        "{year}-{:02}-{:02}",
        random.between(1, last),
        random.between(1, if year == 2026 { 20 } else { 28 })
    )
}

/// Answers of the default form, if there are any: a contact, and quotes of some types.
fn answers(random: &mut Random) -> Option<Value> {
    if random.one_in(4) {
        return None;
    }
    let mut picked = Vec::new();
    if !random.one_in(5) {
        picked.push(format!("contact.{}", random.pick(&["visite", "visite", "telephone", "mail", "agence"])));
    }
    if random.one_in(2) {
        picked.push("visite.proposition".to_owned());
        for kind in ["agraire", "tp", "gc", "pl-plp", "lubrifiant", "flotte-entreprise"] {
            if random.one_in(3) {
                picked.push(format!("visite.proposition.{kind}"));
            }
        }
    }
    random.shuffle(&mut picked);
    Some(json!(picked))
}

fn answer(rows: &mut Rows, random: &mut Random, file: &str) {
    if let Some(picked) = answers(random) {
        rows.add(
            "crm_reponse_visite",
            json!({ "crm_fichier": file, "formulaire": 1, "choix": picked.to_string() }),
        );
    }
}

/// Relations of every sort: the CRM's and the ERP's own, disputes, requests, without a day, of suppliers, of customers that are gone.
fn visits(rows: &mut Rows, random: &mut Random) {
    for number in 1..=VISITS {
        let customer = match random.below(20) {
            0 => "GONE".to_owned(),
            1 => "N01".to_owned(),
            _ => format!("S{:02}", random.between(1, CUSTOMERS as usize)),
        };
        let c_user = random.pick(&[json!("JD"), json!("AM"), json!("PL"), json!("ZZ"), json!(null)]).clone();
        let sort = random.below(12);
        let file = match sort {
            0..=6 => json!(format!("VC_{}", id(number))),
            7 => json!(format!("MC_{}", id(number))),
            // To a prospect that was a customer by then: its own row is the customer's.
            8 => json!(format!("VP_{}", id(number))),
            _ => json!(null),
        };
        let on = day(random);
        let odd = match random.below(25) {
            0 => json!({ "origine_relation": "LIT" }),
            1 => json!({ "date_relation": null }),
            2 => json!({ "date_relation": "31/02/2026" }),
            3 => json!({ "type_entite": "F" }),
            4 => json!({ "date_relation": "2062-03-01 00:00:00" }),
            5 => json!({ "origine_relation": null }),
            _ => json!({}),
        };
        let archived = if random.one_in(6) { "O" } else { "N" };
        let row =
            relation(&customer, &on, json!({ "c_user": c_user, "crm_fichier": file, "c_archive": archived }));
        rows.add("client_relation", with(row, odd));
        if let Some(file) = file.as_str() {
            answer(rows, random, file);
        }
    }
}

/// Visits to prospects; those to converted ones stand among the customer's relations as well.
fn prospect_visits(rows: &mut Rows, random: &mut Random) {
    for number in 1..=PROSPECT_VISITS {
        let prospect = u32::try_from(random.between(1, PROSPECTS as usize)).expect("few");
        let rep = random.pick(&REPS);
        let file = format!("VP_{}", id(10_000 + number));
        let on = if prospect == 4 { "2024-01-15".to_owned() } else { day(random) };
        let visit = json!({
            "crm_fichier": file, "prospect": id(prospect), "visite_le": on, "heure": "09:00", "auteur": rep.folder,
            "objet": "Visite", "commentaire": ""
        });
        rows.add("crm_visite_prospect", visit);
        answer(rows, random, &file);
        if prospect <= CONVERTED {
            let other = json!({ "c_user": rep.c_user, "crm_fichier": file, "objet": "[PROSPECT] Visite" });
            rows.add("client_relation", relation(&format!("N{prospect:02}"), &on, other));
        }
    }
}
