//! The parts that payloads are made of, each valid.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use serde_json::{Value, json};

use super::laptop::View;
use super::random::Random;
use super::values::{Fields, Values};

const COMMENTS: [&str; 8] = [
    "",
    "RAS",
    "Vu M. Perrin,\r\ncontent des pneus agraires.\r\n",
    "Veut un devis 👍 pour 4 Michelin",
    "  Rappeler après la moisson\t\n\n",
    "Absent – laissé carte.",
    "Tarif « grosse flotte » demandé : 12 PL\n- essieu AV\n- essieu AR",
    "   ",
];
const CONTACTS: [&str; 4] = ["contact.visite", "contact.telephone", "contact.mail", "contact.agence"];
const RADIOS: [&str; 2] = ["visite.avec-rdv", "visite.sans-rdv"];
const BOXES: [&str; 3] = ["visite.commande", "visite.livraison", "visite.releve-parc"];
const QUOTES: [&str; 4] = [
    "visite.proposition.agraire",
    "visite.proposition.gc",
    "visite.proposition.pl-plp",
    "visite.proposition.flotte-entreprise",
];
const FLEETS: [&str; 6] = ["VL", "VUL", "AGRI", "TP", "GC", "PL & PLP"];
const STAGES: [&str; 5] = ["à contacter", "visité", "offre remise", "gagné", "perdu"];
const LOST: [&str; 3] = ["prix", "fidèle à un concurrent", "cessation d'activité"];
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M2 7C6 1 9 9 3 5\"/></svg>";

/// The author's day: November, an hour before Greenwich.
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    (at + Duration::hours(1)).date_naive()
}

pub fn comment(random: &mut Random) -> &'static str {
    COMMENTS[random.below(COMMENTS.len())]
}

/// A visit of the last days, without the one who was visited.
pub fn visit(at: DateTime<Utc>, random: &mut Random) -> Value {
    let day = day_of(at);
    let visited_on = match random.below(12) {
        // The bounds themselves are fine.
        0 => day + Days::new(1),
        1 => day - Days::new(14),
        2..5 => day - Days::new(random.between(1, 3) as u64),
        _ => day,
    };
    let time = format!("{:02}:{:02}", random.between(7, 19), random.below(60));
    let mut visit = json!({ "visited_on": visited_on, "visited_at": time, "comment": comment(random) });
    if random.one_in(2) {
        visit["answers"] = json!({ "form": 1, "picked": picked(random) });
    }
    if random.one_in(3) {
        visit["follow_up_on"] = follow_up(day, random);
    }
    if random.one_in(4) {
        visit["fleet"] = fleet(random);
    }
    visit
}

/// In the order of clicking.
fn picked(random: &mut Random) -> Vec<&'static str> {
    let mut picked = Vec::new();
    if random.one_in(2) {
        picked.push(*random.pick(&CONTACTS));
    }
    if random.one_in(2) {
        picked.push(*random.pick(&RADIOS));
    }
    picked.extend(BOXES.into_iter().filter(|_| random.one_in(3)));
    if random.one_in(3) {
        picked.push("visite.proposition");
        picked.extend(QUOTES.into_iter().filter(|_| random.one_in(2)));
    }
    random.shuffle(&mut picked);
    picked
}

/// A date or, one time in five, that there is none any more.
pub fn follow_up(day: NaiveDate, random: &mut Random) -> Value {
    if random.one_in(5) { Value::Null } else { json!(day + Days::new(random.between(1, 180) as u64)) }
}

pub fn fleet(random: &mut Random) -> Value {
    let mut fleet = Fields::new();
    for _ in 0..random.between(1, 3) {
        let count = [Value::Null, json!(0), json!(random.between(1, 40))];
        fleet.insert((*random.pick(&FLEETS)).to_owned(), random.pick(&count).clone());
    }
    fleet.into()
}

/// The columns that reps type over.
pub const EDITED: [&str; 14] = [
    "tel_1",
    "tel_2",
    "adr1_fac",
    "adr2_fac",
    "fax",
    "contact_divers_2",
    "contact_divers_4",
    "c_attention",
    "etape",
    "motif_perte",
    "nb_jour_1",
    "date_creation_ste",
    "c_catc",
    "jour_1",
];
/// Those of them that are left empty now and then.
const CLEARED: [&str; 4] = ["adr2_fac", "fax", "c_attention", "jour_1"];

/// A value that this screen has not shown of that field; none when the lists are exhausted.
pub fn new_value(column: &str, view: &View, random: &mut Random, values: &mut Values) -> Option<Value> {
    if CLEARED.contains(&column) && random.one_in(4) && !view.has_shown(column, &Value::Null) {
        return Some(Value::Null);
    }
    let value = match column {
        "tel_1" | "fax" => json!(values.phone(random)),
        "tel_2" => json!(values.mobile(random)),
        "adr1_fac" | "adr2_fac" => json!(values.address(random)),
        "contact_divers_2" => json!(values.siret()),
        "contact_divers_4" => json!(values.email()),
        "etape" => json!(random.pick(&STAGES)),
        "motif_perte" => json!(random.pick(&LOST)),
        "nb_jour_1" => json!(random.between(1, 6) * 15),
        "date_creation_ste" => json!(format!("19{:02}-0{}-15", random.between(60, 99), random.between(1, 9))),
        "c_catc" => json!(format!("GRI{:02}", random.below(100))),
        "jour_1" => json!(format!("{:02}", random.between(1, 31))),
        _ => json!(values.contact()),
    };
    (!view.has_shown(column, &value)).then_some(value)
}

/// « Transformation en client »: complete, and paid by transfer.
pub fn creation_sheet(name: &str, c_rep: &str, random: &mut Random, values: &mut Values) -> Fields {
    let mut sheet = values.full_sheet(random, name, c_rep);
    if random.one_in(2) {
        let optional =
            ["c_titre", "adr2_fac", "adr3_fac", "fax", "tel_2", "contact_divers_1", "c_ape", "jour_1"];
        optional.iter().for_each(|column| drop(sheet.remove(*column)));
    }
    sheet
}

/// Paid by « LCR directe »: bank account, and to be signed.
pub fn with_bank_account(mut sheet: Fields, random: &mut Random, values: &mut Values) -> Fields {
    let (iban, bic) = values.bank_account(random);
    for (column, value) in [("c_mod_rgl_1", "LD".to_owned()), ("iban", iban), ("bic", bic)] {
        sheet.insert(column.to_owned(), value.into());
    }
    sheet
}

/// Paid by cheque, which only farmers may, twenty days after the invoice.
pub fn by_cheque(mut sheet: Fields, family: &str, sub_family: &str) -> Fields {
    for (column, value) in [("c_mod_rgl_1", "CH"), ("c_fam_client", family), ("c_sfam_client", sub_family)] {
        sheet.insert(column.to_owned(), value.into());
    }
    sheet.insert("nb_jour_1".to_owned(), json!(20));
    sheet.remove("jour_1");
    sheet
}

pub fn signature(at: DateTime<Utc>, random: &mut Random) -> Value {
    let signed_at = (at - Duration::seconds(20)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut signature = json!({
        "signer": "Paul Hoüel", "place": "Lassay-les-Châteaux", "signed_at": signed_at,
        "text": "J’autorise la société à présenter ses lettres de change relevé directes sur mon compte.",
    });
    let (form, drawing) = if random.one_in(2) { ("svg", SVG) } else { ("png_base64", PNG) };
    signature[form] = json!(drawing);
    signature
}
