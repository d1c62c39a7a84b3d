//! A company in which every text that somebody might not see is a word of its own.

use serde_json::{Value, json};
use uuid::Uuid;

use super::secrets::Secrets;
use crate::creations::stage::{DECIDED, siret, vat, whole_sheet};
use crate::rebuild::content::relation;
use crate::rebuild::published::COMMON;
use crate::support::{DEVICE, Draft, OTHER_DEVICE, Place, id};

pub const FOLDERS: [&str; 6] = [COMMON, ADMIN, "amartin", "jdupont", "pleroy", "sanscode"];

const ADMIN: &str = "chef";
const LATE: &str = "2026-11-21T16:00:00Z";

/// What becomes of a prospect in the evening.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    /// To pleroy, its creator withdrawn.
    Reassigned,
    Deleted,
    Idle,
    /// A customer, C05000.
    Converted,
}

struct Prospect {
    what: &'static str,
    id: Uuid,
    creator: &'static str,
    device: &'static str,
    /// Who has it in the afternoon.
    owners: &'static [&'static str],
    fate: Fate,
    sheet: Value,
    /// Fields of the sheet, as they can be searched for.
    words: Vec<(String, String)>,
    /// IBAN and BIC but for the last four signs, which may be shown.
    bank: [String; 2],
    comment: String,
    /// What a clash wanted, of an address and of an account.
    wanted: [String; 2],
}

pub struct Company {
    pub place: Place,
    seed: u64,
    prospects: Vec<Prospect>,
    /// What nobody gets, and the files that said it.
    nowhere: Vec<(String, String)>,
    /// In the history of a customer, for everybody.
    shown: Vec<String>,
}

/// By creator; `attached` is the rep that the sheet names.
const CAST: [(&str, &str, &str, &[&str], Fate); 8] = [
    ("jdupont's", "jdupont", "JD01", &["jdupont"], Fate::Kept),
    ("amartin's", "amartin", "AM01", &["amartin"], Fate::Kept),
    ("amartin's for jdupont", "amartin", "JD01", &["amartin", "jdupont"], Fate::Kept),
    ("the administrator's own", ADMIN, "XX01", &[ADMIN], Fate::Kept),
    ("jdupont's, reassigned", "jdupont", "JD01", &["jdupont"], Fate::Reassigned),
    ("jdupont's, deleted", "jdupont", "JD01", &["jdupont"], Fate::Deleted),
    ("jdupont's, idle", "jdupont", "JD01", &["jdupont"], Fate::Idle),
    ("jdupont's, converted", "jdupont", "JD01", &["jdupont"], Fate::Converted),
];

fn prospect(number: u32, random: &mut Secrets) -> Prospect {
    let (what, creator, rep, owners, fate) = CAST[number as usize - 1];
    let mut sheet = whole_sheet(1);
    let mut words = Vec::new();
    let mut set = |column: &str, text: String, word: String| {
        sheet[column] = json!(text);
        words.push((column.to_owned(), word));
    };
    for column in
        ["nom_client", "adr1_fac", "adr2_fac", "adr3_fac", "ville_fac", "contact_divers_3", "c_attention"]
    {
        let word = random.word(12);
        set(column, format!("Rue {word} É"), word);
    }
    let (mail, stage, lost) = (random.word(12), random.word(12), random.word(12));
    set("contact_divers_4", format!("{mail}@prospect.example"), mail);
    set("etape", stage.clone(), stage);
    set("motif_perte", lost.clone(), lost);
    for (column, kind) in [("tel_1", 1), ("fax", 2), ("tel_2", 3)] {
        let telephone = format!("63998{number:02}{kind}{}", random.digits(1));
        set(column, format!("0{telephone}"), telephone);
    }
    let company = siret(4_200_000 + 997 * number);
    set("contact_divers_1", vat(&company), company[..9].to_owned());
    set("contact_divers_2", company.clone(), company);
    sheet["c_rep"] = json!(rep);
    let (iban, bic) = (random.iban(), random.bic());
    let bank = [iban[..iban.len() - 4].to_owned(), bic[..7].to_owned()];
    sheet["iban"] = json!(iban);
    sheet["bic"] = json!(bic);
    let device = if creator == "jdupont" { DEVICE } else { OTHER_DEVICE };
    let (comment, wanted) = (random.word(12), [random.word(12), random.iban()]);
    Prospect {
        what,
        id: id(7_000 + number),
        creator,
        device,
        owners,
        fate,
        sheet,
        words,
        bank,
        comment,
        wanted,
    }
}

impl Company {
    pub fn new(seed: u64) -> Self {
        let mut random = Secrets::new(seed);
        let prospects =
            (1..=CAST.len()).map(|number| prospect(u32::try_from(number).expect("few"), &mut random));
        let prospects = prospects.collect();
        let place = Place::with_three_reps();
        let mut company = Self { place, seed, prospects, nowhere: Vec::new(), shown: Vec::new() };
        company.erp(&mut random);
        company.entries(&mut random);
        company
    }

    fn secret(&mut self, what: &str, text: String) -> String {
        self.nowhere.push((what.to_owned(), text.clone()));
        text
    }

    /// Customers with bank details, mail lists, an archived comment, and a row whose key cannot be read.
    fn erp(&mut self, random: &mut Secrets) {
        let iban = random.iban();
        let bic = random.bic();
        self.secret("a customer's IBAN", iban[..18].to_owned());
        self.secret("a customer's BIC", bic[..7].to_owned());
        let sql = "UPDATE client SET iban = ?1, bic = ?2 WHERE c_client = 'C01846'";
        self.place.base().execute(sql, [&iban, &bic]).expect("updated");
        for name in ["courriels_creation", "courriels_modification", "courriels_erreur"] {
            let word = random.word(12).to_lowercase();
            self.secret(name, word.clone());
            self.place.succeed(&["params", "set", name, &format!("{word}@liste.example")]);
        }
        let archived = self.secret("the comment of an archived visit", random.word(12));
        let shown = random.word(12);
        self.shown.push(shown.clone());
        let long = |word: &str| format!("{}{word}{}", "a".repeat(6_000), "b".repeat(6_000));
        let rows = [
            relation("C01846", "2026-11-03", json!({ "commentaire": long(&archived), "c_archive": "O" })),
            relation("C01846", "2026-11-03", json!({ "commentaire": long(&shown) })),
        ];
        self.place.insert("client_relation", &rows);
    }

    /// What is entered in the afternoon, each word of it known.
    fn entries(&mut self, random: &mut Secrets) {
        let mut drafts = Vec::new();
        for (one, number) in self.prospects.iter().zip(1_u32..) {
            let entry = |place: u32, kind, payload| {
                Draft::new(100 * number + place, kind, payload).by(one.creator, one.device)
            };
            let reason = random.word(12);
            self.nowhere.push((format!("why {} is no duplicate", one.what), reason.clone()));
            drafts.push(entry(
                1,
                "CP",
                json!({ "prospect": one.id, "fields": one.sheet, "duplicate_reason": reason }),
            ));
            let visit = json!({ "prospect": one.id, "visited_on": "2026-11-20", "visited_at": "09:00", "comment": one.comment });
            drafts.push(entry(2, "VP", visit));
            let clash = json!([
                { "field": "adr1_fac", "from": "ailleurs", "to": one.wanted[0] },
                { "field": "iban", "from": "FR1420041010050500013M02606", "to": one.wanted[1] },
            ]);
            drafts.push(entry(3, "MP", json!({ "prospect": one.id, "changes": clash })));
        }
        // Somebody else's prospect of the same telephone: « déjà suivi », and no more.
        // She typed it herself, so it is in her base.
        let first = &mut self.prospects[0];
        first.words.retain(|(column, _)| column != "tel_1");
        let telephone = &first.sheet["tel_1"];
        let double = json!({ "prospect": id(7_100), "fields": { "nom_client": "GARAGE", "fax": "02 61 91 00 00", "tel_2": telephone } });
        drafts.push(Draft::new(9_000, "CP", double).by("pleroy", OTHER_DEVICE));
        // A request about a customer's account: the history shows its comment, and of the account four signs.
        let (iban, comment) = (random.iban(), random.word(12));
        let request = json!({ "customer": "C01846", "comment": comment, "changes": [{ "field": "iban", "from": null, "to": iban }] });
        drafts.push(Draft::new(9_001, "MC", request).by("amartin", OTHER_DEVICE));
        self.shown.push(comment);
        self.secret("an account that was asked for", iban[..18].to_owned());
        drafts.push(self.creation(random));
        drafts.iter().for_each(|draft| drop(self.place.drop_draft(draft)));
    }

    /// The CC of the prospect that becomes a customer.
    fn creation(&mut self, random: &mut Secrets) -> Draft {
        let of = self.prospects.iter().find(|one| one.fate == Fate::Converted).expect("one");
        let mut fields = of.sheet.clone();
        fields
            .as_object_mut()
            .expect("an object")
            .retain(|column, _| !matches!(column.as_str(), "etape" | "motif_perte"));
        let mut payload = json!({ "prospect": of.id, "fields": fields });
        let mut word = |what: &str| self.secret(what, random.word(12));
        payload["comment"] = json!(word("the comment of a creation"));
        let signature = json!({
            "svg": format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M2 7\" id=\"{}\"/></svg>", word("a signature")),
            "signer": word("who signed"), "place": word("where he signed"), "text": word("what he signed"),
            "signed_at": "2026-11-21T08:00:00Z",
        });
        Draft::new(9_002, "CC", payload).with("signature", signature)
    }

    pub fn afternoon(&self) {
        let report = self.place.pass();
        // Of each prospect a CP, a VP and an MP.
        assert_eq!(report["integrated"], 3 * CAST.len() + 3, "{report}");
        let told = self
            .place
            .receipts("pleroy", &Draft::new(9_000, "CP", Value::Null).by("pleroy", OTHER_DEVICE).name());
        assert!(told[0]["message"].as_str().is_some_and(|words| words.contains("déjà suivi")), "{told:?}");
    }

    pub fn evening(&self) {
        for one in &self.prospects {
            let base = self.place.base();
            match one.fate {
                Fate::Kept | Fate::Converted => {}
                Fate::Reassigned => self.place.insert(
                    "crm_rattachement",
                    &[json!({ "id": "lot-1", "prospect": one.id, "depuis": "2026-11-21 15:30:00", "c_rep": "PL01", "createur_retire": 1, "par": "chef" })],
                ),
                Fate::Deleted => {
                    let reason = json!({ "prospect": one.id, "delete": { "reason": one.comment } });
                    self.place.drop_draft(&Draft::new(9_003, "MP", reason).at("2026-11-21T15:40:00Z"));
                }
                Fate::Idle => {
                    base.execute("UPDATE crm_prospect SET change_le = '2020-01-01 00:00:00' WHERE prospect = ?1", [one.id.to_string()])
                        .expect("updated");
                    base.execute("UPDATE crm_visite_prospect SET visite_le = '2020-01-01' WHERE prospect = ?1", [one.id.to_string()])
                        .expect("updated");
                }
            }
        }
        let validate = ["creations", "validate", &id(9_002).to_string(), "--code", "C05000"];
        let (code, answer) = self.place.json_at(DECIDED, &validate);
        assert_eq!(code, 0, "{answer}");
        // To the new customer, and so to everybody: but for four signs.
        let converted = self.prospects.iter().find(|one| one.fate == Fate::Converted).expect("one");
        let change =
            json!([{ "field": "iban", "from": converted.sheet["iban"], "to": "DE02120300000000202051" }]);
        let late = Draft::new(9_004, "MP", json!({ "prospect": converted.id, "changes": change }))
            .at("2026-11-21T15:45:00Z");
        self.place.drop_draft(&late);
        let report = self.place.pass_at(LATE);
        assert_eq!(report["integrated"], 2, "{report}");
    }

    pub fn secrets_before(&self) -> Secrets {
        self.secrets(|one| one.owners, false)
    }

    pub fn secrets_after(&self) -> Secrets {
        self.secrets(
            |one| match one.fate {
                Fate::Kept | Fate::Converted => one.owners,
                Fate::Reassigned => &["pleroy"],
                Fate::Deleted | Fate::Idle => &[],
            },
            true,
        )
    }

    /// What may be where, when each prospect has these owners.
    fn secrets(&self, owners: impl Fn(&Prospect) -> &'static [&'static str], evening: bool) -> Secrets {
        let mut secrets = Secrets::new(self.seed);
        for one in &self.prospects {
            let owners = owners(one);
            let seen: Vec<&'static str> =
                if owners.is_empty() { Vec::new() } else { [owners, &[ADMIN]].concat() };
            let public = if evening && one.fate == Fate::Converted {
                [&seen[..], &[COMMON]].concat()
            } else {
                seen.clone()
            };
            for (column, word) in &one.words {
                let own = matches!(column.as_str(), "etape" | "motif_perte");
                let folders = if own { &seen } else { &public };
                secrets.add(&format!("{column} of {}", one.what), word, folders, folders);
            }
            for (word, column) in one.bank.iter().zip(["iban", "bic"]) {
                secrets.add(&format!("{column} of {}", one.what), word, owners, owners);
            }
            secrets.add(&format!("a visit to {}", one.what), &one.comment, &public, &public);
            // Nobody decides the clashes of a customer any more.
            let open =
                if evening && one.fate == Fate::Converted { (&[][..], &[][..]) } else { (owners, &seen[..]) };
            secrets.add(&format!("an address wanted for {}", one.what), &one.wanted[0], open.1, open.1);
            secrets.add(&format!("an account wanted for {}", one.what), &one.wanted[1][..18], open.0, open.0);
        }
        for (what, text) in &self.nowhere {
            secrets.add(what, text, &[], &[]);
        }
        for text in &self.shown {
            secrets.add("a comment of a customer's history", text, &[COMMON], &[COMMON]);
        }
        for (user, mail, windows) in [
            ("jdupont", "j.dupont@pneus.example", "SIEGE\\JDupont"),
            ("amartin", "a.martin@pneus.example", "SIEGE\\amartin"),
            ("pleroy", "p.leroy@pneus.example", "SIEGE\\pleroy"),
            (ADMIN, "chef@pneus.example", "SIEGE\\chef"),
        ] {
            secrets.add(&format!("{user}'s address"), mail, &[user], &[user]);
            secrets.add(&format!("{user}'s Windows name"), windows, &[user], &[user]);
        }
        secrets
    }

    /// The identities of prospects: in the bases as their sheets.
    pub fn identities(&self) -> Secrets {
        let mut secrets = Secrets::new(self.seed);
        for one in &self.prospects {
            let owners = match one.fate {
                Fate::Kept | Fate::Converted => one.owners,
                Fate::Reassigned => &["pleroy"],
                Fate::Deleted | Fate::Idle => &[],
            };
            let seen: Vec<&'static str> =
                if owners.is_empty() { Vec::new() } else { [owners, &[ADMIN]].concat() };
            secrets.add_uuid(&format!("the identity of {}", one.what), one.id, &seen, &seen);
        }
        secrets
    }

    /// In receipts a prospect's identity tells its creator what his own entries went to, and nothing is told of anybody's sheet.
    pub fn of_receipts(&self) -> Secrets {
        let mut secrets = self.secrets(|_| &[], false);
        for secret in &mut secrets.all {
            secret.may.clear();
            secret.must.clear();
        }
        for one in &self.prospects {
            secrets.add_uuid(
                &format!("the identity of {}", one.what),
                one.id,
                &[one.creator],
                &[one.creator],
            );
        }
        secrets
    }
}
