//! A company with an accountant, and a prospect on his way.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::support::{Draft, Place, id, verdict};

/// When the accountants look: half an hour after the pass.
pub const DECIDED: &str = "2026-11-21T15:30:00Z";
/// The first pass after that.
pub const NEXT: &str = "2026-11-21T15:40:00Z";
pub const NAME: &str = "EARL DU MOULIN";
pub const COMPTA: &str = "compta@pneus.example";
pub const OTHER_COMPTA: &str = "compta2@pneus.example";
pub const REP: &str = "j.dupont@pneus.example";
pub const ACCOUNTANT: &str = "c.compta@pneus.example";

/// The test's company, an accountant with an address, and where creations are told.
pub fn company() -> Place {
    let place = Place::new();
    let more = "utilisateur_windows;c_user;courriel;nom_affiche;comptable\n\
        SIEGE\\ccompta;CC;c.compta@pneus.example;Claire Compta;1\n";
    std::fs::write(place.path("more.csv"), more).expect("written");
    place.succeed(&["users", "import", &place.path("more.csv").display().to_string()]);
    place.succeed(&["params", "set", "courriels_creation", &format!("{COMPTA},{OTHER_COMPTA}")]);
    place
}

/// The prospect of that number.
pub fn prospect(number: u32) -> Uuid {
    id(7_000 + number)
}

/// A SIRET whose check digit is right (Luhn), one for each number.
pub fn siret(number: u32) -> String {
    let body = format!("8{number:07}00001");
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = body.bytes().rev().enumerate();
    let sum: u32 = digits
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            if place % 2 == 0 { doubled(digit) } else { digit }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// The French VAT number of the company with that SIRET.
pub fn vat(siret: &str) -> String {
    let siren: u32 = siret[..9].parse().expect("nine digits");
    format!("FR{:02}{siren}", (12 + 3 * (siren % 97)) % 97)
}

/// Annex 2 with every field filled in, paid by « LD »: bank details, and a signature beside it.
pub fn whole_sheet(number: u32) -> Value {
    let siret = siret(number);
    let sheet = json!({
        "c_fam_client": "AGRI", "c_sfam_client": "CERE", "c_titre": "EARL", "nom_client": NAME,
        "adr1_fac": "12 rue de la Gâtine", "adr2_fac": "Le Bas Moulin", "adr3_fac": "BP 14", "dep_fac": "53",
        "bur_dis_fac": "110", "ville_fac": "Lassay-les-Châteaux", "c_agence": "LAV", "c_rep": "JD01", "c_pays": "FR",
        "tel_1": "02 61 91 12 34", "fax": "02 61 91 12 35", "tel_2": "06 39 98 45 67",
        "contact_divers_1": vat(&siret), "contact_divers_2": siret, "contact_divers_3": "Culture de céréales",
        "contact_divers_4": "contact@earl-du-moulin.example", "c_per": "M", "c_regpmt_bl": "O", "c_regpmt_fac": "N",
        "c_releve": "O", "c_autoris_bl": "N", "c_catc": "AGRI01", "c_frais_fixe": "N", "c_ref_oblig": "N",
        "c_mod_rgl_1": "LD", "nb_jour_1": 30, "jour_1": "10", "c_type_fact": "F", "c_attention": "M. Moulin",
        "c_ape": "0111Z", "date_creation_ste": "2004-03-01", "bic": "AGRIFRPP836",
        "iban": "FR7630006000011234567890189", "codepays": "FR", "codemonnaie": "EUR", "type_edition_fac": "P"
    });
    assert_eq!(sheet.as_object().map(Map::len), Some(40), "all of annex 2");
    sheet
}

/// Only what annex 2 asks for, paid by transfer.
pub fn plain_sheet(number: u32) -> Value {
    let needed = [
        "c_fam_client",
        "c_sfam_client",
        "nom_client",
        "adr1_fac",
        "dep_fac",
        "bur_dis_fac",
        "ville_fac",
        "c_agence",
        "c_rep",
        "c_pays",
        "tel_1",
        "contact_divers_2",
        "c_per",
        "c_catc",
        "nb_jour_1",
        "type_edition_fac",
    ];
    let whole = whole_sheet(number);
    let mut sheet: Map<String, Value> =
        needed.iter().map(|column| ((*column).to_owned(), whole[*column].clone())).collect();
    sheet.insert("c_mod_rgl_1".to_owned(), json!("VI"));
    sheet.into()
}

pub fn signature() -> Value {
    json!({
        "svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M2 7\"/></svg>",
        "signer": "Paul Moulin",
        "place": "Lassay-les-Châteaux",
        "signed_at": "2026-11-21T08:00:00Z",
        "text": "J’autorise la société à présenter ses lettres de change relevé directes sur mon compte.",
    })
}

/// CP of the prospect `number`; the file's number is the prospect's own.
pub fn new_prospect(number: u32) -> Draft {
    let payload =
        json!({ "prospect": prospect(number), "fields": { "nom_client": NAME, "tel_1": "02 61 91 12 34" } });
    Draft::new(number, "CP", payload)
}

/// CC of the prospect `of`, with a plain sheet.
pub fn request(number: u32, of: u32) -> Draft {
    Draft::new(number, "CC", json!({ "prospect": prospect(of), "fields": plain_sheet(of) }))
}

pub fn visit(number: u32, of: u32, on: &str, comment: &str) -> Draft {
    let payload =
        json!({ "prospect": prospect(of), "visited_on": on, "visited_at": "09:05", "comment": comment });
    Draft::new(number, "VP", payload)
}

pub fn edit(number: u32, of: u32, changes: Value) -> Draft {
    Draft::new(number, "MP", json!({ "prospect": prospect(of), "changes": changes }))
}

pub fn deletion(number: u32, of: u32) -> Draft {
    Draft::new(number, "MP", json!({ "prospect": prospect(of), "delete": { "reason": "Cessation." } }))
}

/// A company with one pending creation of a plain sheet: prospect 1, file and creation 2.
pub fn pending() -> (Place, String) {
    let place = company();
    place.drop_draft(&new_prospect(1));
    place.drop_draft(&request(2, 1));
    let report = place.pass();
    assert_eq!(report["integrated"], 2, "{report}");
    (place, id(2).to_string())
}

/// Drops the drafts, runs a pass, and compares what became of each.
pub fn expect(place: &Place, at: &str, cases: &[(&Draft, &str)]) {
    for (draft, _) in cases {
        place.drop_draft(draft);
    }
    let report = place.pass_at(at);
    for (draft, expected) in cases {
        assert_eq!(verdict(&report, &draft.name()), *expected, "{}: {}", draft.name(), draft.payload);
    }
}

/// A customer's row, with null as ∅, in the order of annex 2.
pub fn customer(place: &Place, code: &str) -> Vec<(&'static str, String)> {
    let specs = domain::CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2());
    let columns: Vec<&'static str> = specs.map(|spec| spec.column).collect();
    let mut rows =
        place.query(&format!("SELECT {} FROM client WHERE c_client = '{code}'", columns.join(", ")));
    assert_eq!(rows.len(), 1, "one customer {code}");
    columns.into_iter().zip(rows.remove(0)).collect()
}

/// A sheet as the ERP should hold it.
pub fn erp_row(sheet: &Value) -> Vec<(&'static str, String)> {
    let specs = domain::CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2());
    specs
        .map(|spec| {
            let value = match &sheet[spec.column] {
                Value::Null => "∅".to_owned(),
                // `datetime`, of which only the day counts.
                Value::String(day) if spec.column == "date_creation_ste" => format!("{day} 00:00:00"),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            (spec.column, value)
        })
        .collect()
}

/// The error of a `--json` answer.
pub fn error(answer: &(i32, Value)) -> &str {
    answer.1["error"].as_str().unwrap_or_else(|| panic!("an error: {answer:?}"))
}
