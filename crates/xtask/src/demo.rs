//! `cargo xtask demo`: the product at work on a small invented company, in one command.
//!
//! Three days of three reps, one of whom was offline: files of all six kinds, some of them wrong. Names, numbers and outcome are the
//! same each time; dates are counted back from now, and the clock of the whole demonstration stands still at its beginning.

mod offline;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Days, DurationRound, NaiveDate, SecondsFormat, SubsecRound, TimeDelta, Utc};
use domain::{AuthorisationTexts, AuthorisationValues};
use exchange_schema::{ExchangeFile, Kind, ReceiptState, Receipts};
use rusqlite::Row;
use serde_json::{Value, json};

use crate::process;
use crate::stage::{Entry, Laptop, Stage, program};

const JEROME: Laptop = Laptop { user: "jdupont", device: "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11" };
const ANNE: Laptop = Laptop { user: "amartin", device: "00000000-0000-4000-8000-000000000003" };
const LOUISE: Laptop = Laptop { user: "lbernard", device: "00000000-0000-4000-8000-000000000004" };

/// The prospects, by the identities that the laptops gave them.
const TILLEULS: &str = "019ab3a0-11c2-7d05-8e4b-000000000001";
const ROUSSEAU: &str = "019ab3a0-11c2-7d05-8e4b-000000000002";
const LEROUX: &str = "019ab3a0-11c2-7d05-8e4b-000000000003";
const BLIN: &str = "019ab3a0-11c2-7d05-8e4b-000000000004";
const BOISSEAU: &str = "019ab3a0-11c2-7d05-8e4b-000000000005";
const LEMOINE: &str = "019ab3a0-11c2-7d05-8e4b-000000000006";

const MAIL: &str = "atelier@haut-bourg.example";

/// Whom the automaton writes to, and who may pay as a farmer.
const PARAMETERS: [(&str, &str); 3] = [
    ("courriels_creation", "compta@pneus.example"),
    ("courriels_erreur", "informatique@pneus.example"),
    ("categories_agriculteur", "AGRI"),
];

/// Builds, makes the installation, integrates, decides, shows.
pub fn run(root: &Path) -> Result<()> {
    println!("== tools");
    crate::test::environment()?;
    println!("== build (a few minutes the first time)");
    process::run(
        Command::new(process::cargo())
            .args(["build", "--package", "automaton", "--package", "client"])
            .current_dir(root),
    )?;

    println!(
        "\n== an installation: four users, six customers, addresses of the accountants and of the operator"
    );
    let folder = root.join("target").join("demo");
    let stage = Stage::set(program(root, "debug"), &folder)?;
    let demo = Demo { stage, now: Utc::now().trunc_subsecs(0) };
    for (name, value) in PARAMETERS {
        process::run_quietly(demo.automaton().args(["params", "set", name, value]))?;
    }
    println!("{}", folder.display());

    println!("\n== three laptops drop 26 files of all six kinds; four are wrong, one is cut short");
    let scene = demo.drop_files()?;
    println!("\n== automaton integrate");
    demo.pass(1)?;
    println!("\n== automaton status");
    process::run(demo.automaton().arg("status"))?;
    println!("\n== what the ERP shows of it (client_relation)");
    demo.show_relations(None)?;
    println!("\n== mails, queued; this version does not send them yet (crm_courriel)");
    let shown = demo.show_mails(0)?;
    let customer = demo.decide(&scene)?;
    println!("\n== the mails about both");
    demo.show_mails(shown)?;
    println!("\n== automaton integrate, again: nothing is done twice, and the receipts tell the decisions");
    demo.pass(0)?;
    demo.show_receipts()?;
    demo.go_offline(beside(&program(root, "debug"), "tournee-headless"), &customer)?;
    demo.say_what_next(&scene);
    Ok(())
}

struct Demo {
    stage: Stage,
    now: DateTime<Utc>,
}

/// The files that are spoken of later.
struct Scene {
    /// The farmer's creation, which the accountant validates.
    farmer: ExchangeFile,
    /// The garage's, which she refuses.
    garage: ExchangeFile,
    /// The nursery's, which the automaton refused.
    nursery: ExchangeFile,
    /// The file that is cut short, and the same file whole.
    cut: PathBuf,
    whole: PathBuf,
}

impl Demo {
    /// How long the steps take must not show: a debug build's clock can be stopped.
    fn automaton(&self) -> Command {
        let mut command = self.stage.automaton();
        command.env("TOURNEE_NOW", self.now.to_rfc3339());
        command
    }

    fn pass(&self, expected: i32) -> Result<()> {
        let pass = self.automaton().arg("integrate").status()?;
        ensure!(pass.code() == Some(expected), "the pass should have ended with {expected}: {pass}");
        Ok(())
    }

    fn drop_files(&self) -> Result<Scene> {
        let [jerome, anne, louise] = [self.jerome(), self.anne(), self.louise()];
        for entry in jerome.iter().chain(&anne).chain(&louise) {
            self.stage.drop_entry(entry)?;
        }
        self.drop_what_does_not_belong_there(&jerome[0])?;
        let lemoine = louise.iter().find(|entry| entry.payload["prospect"] == LEMOINE).context("no CP")?;
        let (cut, whole) = self.cut_short(lemoine)?;
        let creation = |entries: &[Entry]| entries.last().context("no CC")?.file();
        let [farmer, garage, nursery] = [creation(&jerome)?, creation(&anne)?, creation(&louise)?];
        Ok(Scene { farmer, garage, nursery, cut, whole })
    }

    /// What a folder sync leaves behind, and a file in a colleague's folder.
    fn drop_what_does_not_belong_there(&self, entry: &Entry) -> Result<()> {
        let file = self.stage.drop_entry(entry)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let copy = name.replace(".json", ".sync-conflict-20261123-081500-ABCDEFG.json");
        fs::copy(&file, file.with_file_name(copy))?;
        fs::write(file.with_file_name(format!(".syncthing.{name}.tmp")), "{")?;
        fs::copy(&file, self.stage.laptop_folder(ANNE.user, ANNE.device).join(&name))?;
        Ok(())
    }

    /// Half of the file has arrived; the whole one lies aside.
    fn cut_short(&self, entry: &Entry) -> Result<(PathBuf, PathBuf)> {
        let cut = self.stage.drop_entry(entry)?;
        let aside = self.stage.folder().join("whole");
        fs::create_dir_all(&aside)?;
        let whole = aside.join(cut.file_name().unwrap_or_default());
        let bytes = fs::read(&cut)?;
        fs::write(&whole, &bytes)?;
        fs::write(&cut, &bytes[..bytes.len() / 2])?;
        Ok((cut, whole))
    }

    /// Jérôme was without a network for three days. At last a farmer wants to become a customer who pays by cheque.
    fn jerome(&self) -> Vec<Entry> {
        let mut notes = Notes::of(JEROME, self.now);
        let picked = answers(&["contact.visite", "visite.sans-rdv", "visite.releve-parc"]);
        let said = json!({ "answers": picked, "fleet": { "AGRI": 22 }, "follow_up_on": notes.in_a_month() });
        let words = "Vu M. Poirier à la ferme : deux trains de pneus à changer avant les semis.";
        notes.visit_customer((3, 9, 20), "C01846", words, said);
        let tilleuls = json!({ "c_fam_client": "AGRI", "nom_client": "EARL DES TILLEULS", "dep_fac": "53",
            "bur_dis_fac": "440", "ville_fac": "ARON", "tel_1": "02 61 91 20 14" });
        notes.prospect((3, 10, 35), TILLEULS, &tilleuls, json!({ "fleet": { "AGRI": 7 } }));
        let words = "Premier contact, bon accueil. 180 ha de céréales, équipé chez un concurrent.";
        let said = json!({ "answers": answers(&["contact.visite", "visite.sans-rdv"]) });
        notes.visit_prospect((3, 10, 40), TILLEULS, words, said);
        let learned = [("tel_2", None, "06 39 98 20 14"), ("etape", None, "offre remise")];
        notes.write((2, 14, 5), Kind::Mp, json!({ "prospect": TILLEULS, "changes": changes(&learned) }));
        let words = "Offre remise pour quatre 650/65 R38. Veut ouvrir un compte et payer par chèque.";
        let picked =
            ["contact.visite", "visite.avec-rdv", "visite.proposition", "visite.proposition.agraire"];
        let said = json!({ "answers": answers(&picked), "follow_up_on": notes.in_a_month() });
        notes.visit_prospect((2, 14, 15), TILLEULS, words, said);
        let rousseau = json!({ "nom_client": "TP ROUSSEAU", "tel_1": "02 61 91 30 10", "c_rep": "AM01" });
        notes.prospect((2, 15, 30), ROUSSEAU, &rousseau, json!({}));
        notes.telephone((1, 8, 10), ROUSSEAU, "02 61 91 30 10", "02 61 91 30 12");
        let moved = [("tel_1", Some("02.61.91.00.42"), "02 61 91 00 50"), ("contact_divers_4", None, MAIL)];
        let words = "Nouvel opérateur, l'ancien numéro ne répond plus.";
        let request = json!({ "customer": "C02184", "changes": changes(&moved), "comment": words });
        notes.write((1, 9, 45), Kind::Mc, request);
        let sheet = json!({ "adr1_fac": "Les Tilleuls", "tel_2": "06 39 98 20 14", "c_mod_rgl_1": "CH",
            "nb_jour_1": 20, "contact_divers_2": "999 412 018 00015" });
        notes.creation((1, 13, 40), TILLEULS, tilleuls, sheet);
        notes.entries
    }

    /// Anne's new prospect has a customer's telephone and signs for direct debit; and she corrects a number that Jérôme has corrected.
    fn anne(&self) -> Vec<Entry> {
        let mut notes = Notes::of(ANNE, self.now);
        let said = json!({ "answers": answers(&["contact.telephone", "visite.commande"]) });
        notes.visit_customer((2, 9, 5), "C02741", "", said);
        let leroux = json!({ "nom_client": "GARAGE LEROUX ET FILS", "tel_1": "+33 2 61 91 00 42" });
        let why = json!({ "duplicate_reason": "Repris par le fils, ce sera une autre société." });
        notes.prospect((2, 11, 15), LEROUX, &leroux, why);
        let words = "M. Leroux reprend l'atelier au 1er du mois, veut nos conditions.";
        notes.visit_prospect((2, 11, 25), LEROUX, words, json!({}));
        notes.telephone((1, 10, 0), ROUSSEAU, "02 61 91 30 10", "02 61 91 30 11");
        let sheet = json!({ "c_fam_client": "GAR", "adr1_fac": "3 rue de Bretagne", "bur_dis_fac": "000",
            "ville_fac": "LAVAL", "c_rep": "AM01", "contact_divers_2": "999 387 079 00018", "c_mod_rgl_1": "LD",
            "bic": "AGRIFRPP836", "iban": "FR76 3000 6000 0112 3456 7890 189" });
        notes.creation((1, 15, 10), LEROUX, leroux, sheet);
        notes.sign("Damien Leroux", "Laval");
        notes.entries
    }

    /// Louise mistypes a code, is two months late with a visit, and deletes a prospect. A visit comes before its prospect, and a nursery
    /// wants to pay as farmers do.
    fn louise(&self) -> Vec<Entry> {
        let mut notes = Notes::of(LOUISE, self.now);
        let blin = json!({ "nom_client": "MENUISERIE BLIN", "tel_1": "02 61 91 40 04" });
        notes.prospect((2, 8, 30), BLIN, &blin, json!({}));
        let nursery = json!({ "nom_client": "PEPINIERES BOISSEAU", "tel_1": "02 61 91 50 05" });
        notes.prospect((2, 10, 10), BOISSEAU, &nursery, json!({}));
        let words = "Inventaire des pneus hiver, rien à commander.";
        notes.visit_customer((2, 15, 20), "C04015", words, json!({}));
        let words = "Livraison contrôlée avec le chef d'atelier.";
        notes.visit_customer((1, 8, 55), "C40150", words, json!({}));
        let late = json!({ "visited_on": notes.at((60, 9, 0)).date_naive() });
        notes.visit_customer((1, 9, 0), "C03390", "Oubliée à l'époque.", late);
        let reason = "Cessation d'activité à la fin du mois.";
        notes.write((1, 11, 30), Kind::Mp, json!({ "prospect": BLIN, "delete": { "reason": reason } }));
        let lemoine = json!({ "nom_client": "TRANSPORTS LEMOINE", "tel_1": "02 61 91 60 06" });
        notes.prospect((1, 14, 35), LEMOINE, &lemoine, json!({ "fleet": { "PL & PLP": 12 } }));
        notes.visit_prospect((1, 14, 50), LEMOINE, "Douze porteurs, contrat à revoir.", json!({}));
        let sheet = json!({ "c_fam_client": "HORT", "adr1_fac": "La Croix Verte", "bur_dis_fac": "200",
            "ville_fac": "CHATEAU-GONTIER", "c_rep": "LB01", "contact_divers_2": "999 620 446 00016",
            "c_mod_rgl_1": "CH", "nb_jour_1": 20 });
        notes.creation((1, 16, 5), BOISSEAU, nursery, sheet);
        notes.entries
    }
}

/// When: days ago, hour and minute (UTC).
type When = (u64, u32, u32);

/// What a rep wrote down on a laptop, in order.
struct Notes {
    laptop: Laptop,
    now: DateTime<Utc>,
    entries: Vec<Entry>,
}

impl Notes {
    const fn of(laptop: Laptop, now: DateTime<Utc>) -> Self {
        Self { laptop, now, entries: Vec::new() }
    }

    fn at(&self, (days_ago, hour, minute): When) -> DateTime<Utc> {
        let midnight = self.now.duration_trunc(TimeDelta::days(1)).unwrap_or(self.now);
        midnight - Days::new(days_ago) + TimeDelta::minutes(i64::from(hour * 60 + minute))
    }

    fn in_a_month(&self) -> NaiveDate {
        self.now.date_naive() + Days::new(30)
    }

    fn write(&mut self, when: When, kind: Kind, payload: Value) {
        let sequence = self.entries.len() as u64 + 1;
        let made_at = self.at(when);
        self.entries.push(Entry { laptop: self.laptop, sequence, made_at, kind, payload, signature: None });
    }

    fn visit_customer(&mut self, when: When, customer: &str, comment: &str, said: Value) {
        self.visit(when, Kind::Vc, json!({ "customer": customer, "comment": comment }), said);
    }

    fn visit_prospect(&mut self, when: When, prospect: &str, comment: &str, said: Value) {
        self.visit(when, Kind::Vp, json!({ "prospect": prospect, "comment": comment }), said);
    }

    /// Its hour is local: it was an hour or two before it was written down.
    fn visit(&mut self, when: When, kind: Kind, mut visit: Value, said: Value) {
        let at = self.at(when);
        let hour = at.format("%H:%M").to_string();
        add(&mut visit, json!({ "visited_on": at.date_naive(), "visited_at": hour }));
        add(&mut visit, said);
        self.write(when, kind, visit);
    }

    fn prospect(&mut self, when: When, prospect: &str, fields: &Value, said: Value) {
        let mut payload = json!({ "prospect": prospect, "fields": fields });
        add(&mut payload, said);
        self.write(when, Kind::Cp, payload);
    }

    fn telephone(&mut self, when: When, prospect: &str, from: &str, to: &str) {
        let changes = changes(&[("tel_1", Some(from), to)]);
        self.write(when, Kind::Mp, json!({ "prospect": prospect, "changes": changes }));
    }

    /// The sheet of a creation: what this company's have in common, what was known of the prospect, and the rest.
    fn creation(&mut self, when: When, prospect: &str, known: Value, rest: Value) {
        let mut sheet = json!({ "c_sfam_client": "DIV", "dep_fac": "53", "c_agence": "LAV", "c_rep": "JD01",
            "c_pays": "FR", "c_per": "M", "c_catc": "STD", "nb_jour_1": 30, "codepays": "FR", "codemonnaie": "EUR",
            "type_edition_fac": "P" });
        add(&mut sheet, known);
        add(&mut sheet, rest);
        self.write(when, Kind::Cc, json!({ "prospect": prospect, "fields": sheet }));
    }

    /// The customer signs the last entry.
    fn sign(&mut self, signer: &str, place: &str) {
        let Some(creation) = self.entries.last_mut() else { return };
        let field = |column: &str| creation.payload["fields"][column].as_str().unwrap_or_default();
        let text = AuthorisationTexts::default().lcr.fill(AuthorisationValues {
            customer_name: field("nom_client"),
            iban: field("iban"),
            bic: field("bic"),
            creditor: "PNEUS DE LA MAYENNE",
        });
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 100\">\
                   <path d=\"M20 70C60 10 90 90 130 50S220 20 280 60\" fill=\"none\" stroke=\"#111\"/></svg>";
        let at = creation.made_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let signature =
            json!({ "svg": svg, "signer": signer, "place": place, "signed_at": at, "text": text });
        creation.signature = Some(signature);
    }
}

fn answers(picked: &[&str]) -> Value {
    json!({ "form": 1, "picked": picked })
}

/// Column, value shown, value wanted.
fn changes(changes: &[(&str, Option<&str>, &str)]) -> Vec<Value> {
    changes.iter().map(|(field, from, to)| json!({ "field": field, "from": from, "to": to })).collect()
}

fn add(object: &mut Value, more: Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        object[key] = value.clone();
    }
}

/// What came of it.
impl Demo {
    /// The accountant's turn.
    fn decide(&self, scene: &Scene) -> Result<String> {
        println!("\n== automaton creations list");
        process::run(self.automaton().args(["creations", "list"]))?;
        let [farmer, garage] = [&scene.farmer, &scene.garage].map(|file| file.id().to_string());
        println!(
            "\n== the accountant completes and validates the first: creations validate … --set c_autoris_bl=O"
        );
        let validate = ["creations", "validate", &farmer, "--by", "cpetit", "--set", "c_autoris_bl=O"];
        process::run(self.automaton().args(validate))?;
        println!("\n== the new customer in the ERP, with the visits that were made to the prospect");
        let code = self.show_customer("EARL DES TILLEULS")?;
        self.show_relations(Some(&code))?;
        println!("\n== she refuses the second: creations refuse …");
        let words =
            "Même téléphone que GARAGE DU HAUT-BOURG (C02184) : voir d'abord si l'atelier change de société.";
        process::run(self.automaton().args(["creations", "refuse", &garage, "--by", "cpetit", words]))?;
        Ok(code)
    }

    /// Answers the customer's code.
    fn show_customer(&self, name: &str) -> Result<String> {
        let sql = "SELECT c_client, nom_client, adr1_fac, dep_fac, bur_dis_fac, ville_fac, tel_1, c_mod_rgl_1, nb_jour_1, c_autoris_bl \
                   FROM client WHERE nom_client = ?1";
        let row = |row: &Row<'_>| {
            let [code, name, address, department, office, town, telephone, mode] = texts(row);
            println!("{code} {name}, {address}, {department}{office} {town}, {telephone}");
            let (days, notes): (i64, String) = (row.get(8)?, row.get(9)?);
            println!("payment {mode} at {days} days, delivery notes authorised: {notes}");
            Ok(code)
        };
        Ok(rusqlite::Connection::open(self.stage.base())?.query_row(sql, [name], row)?)
    }

    /// The relations of a customer, or all of them.
    fn show_relations(&self, customer: Option<&str>) -> Result<()> {
        let base = rusqlite::Connection::open(self.stage.base())?;
        let mut statement = base.prepare(
            "SELECT c_entite, c_user, heure_relation, objet, commentaire FROM client_relation \
             WHERE ?1 IS NULL OR c_entite = ?1 ORDER BY date_relation, heure_relation",
        )?;
        let mut rows = statement.query([customer])?;
        while let Some(row) = rows.next()? {
            let [customer, user, hour, object, comment] = texts(row);
            println!("{customer} {user} {hour} {object}");
            comment.lines().for_each(|line| println!("    {line}"));
        }
        Ok(())
    }

    /// The mails after the first `known`; answers how many there are.
    fn show_mails(&self, known: usize) -> Result<usize> {
        let base = rusqlite::Connection::open(self.stage.base())?;
        let sql = "SELECT destinataire, COALESCE(expediteur, 'the service'), objet, corps FROM crm_courriel ORDER BY rowid";
        let mut statement = base.prepare(sql)?;
        let mails: Vec<[String; 4]> =
            statement.query_map([], |row| Ok(texts(row)))?.collect::<Result<_, _>>()?;
        for [recipient, sender, subject, body] in mails.iter().skip(known) {
            println!("to {recipient}, from {sender}: {subject}");
            let said = body.lines().filter(|line| !line.is_empty());
            said.take(3).for_each(|line| println!("    {}", beginning(line)));
        }
        Ok(mails.len())
    }

    /// The receipts that say more than that a file was integrated.
    fn show_receipts(&self) -> Result<()> {
        for user in [JEROME, ANNE, LOUISE].map(|laptop| laptop.user) {
            let path = self.stage.folder().join("bases").join("users").join(user).join("receipts.json");
            for receipt in Receipts::parse(&fs::read(path)?)?.receipts {
                let clashes = receipt.clashes.iter().map(|field| format!("not set: {field}"));
                let reason = receipt.reason.map(|reason| reason.to_string());
                let more: Vec<String> = reason.into_iter().chain(receipt.message).chain(clashes).collect();
                if receipt.state != ReceiptState::Integrated || !more.is_empty() {
                    let customer = receipt.reference.filter(|_| receipt.state == ReceiptState::Validated);
                    let more = customer.into_iter().chain(more).collect::<Vec<_>>().join(", ");
                    println!(
                        "{user}: {} {}: {more}",
                        receipt.name.get(..2).unwrap_or_default(),
                        receipt.state
                    );
                }
            }
        }
        Ok(())
    }

    fn say_what_next(&self, scene: &Scene) {
        let folder = self.stage.folder();
        let automaton = format!(
            "cargo run --quiet --package automaton -- --config {}",
            folder.join("automaton.toml").display()
        );
        println!("\nWhat to look at next, in {}:", folder.display());
        println!("  winpneu.db                   the embedded base: open it with any SQLite tool");
        println!(
            "  archive/, quarantine/        copies of what was integrated; of what was refused, with the reason"
        );
        println!(
            "  bases/                       the offline bases (SQLite files), and what the laptops are told"
        );
        println!(
            "  laptop/                      a laptop's own folder: its journal, its copies of the bases"
        );
        println!("What to try:");
        println!(
            "  the rest of the file that was cut short arrives, and with it what waits for its prospect:"
        );
        println!("    cp {} {}", scene.whole.display(), scene.cut.display());
        println!("    {automaton} integrate");
        println!("  nurseries shall pay as farmers do; then the refused creation is judged again:");
        println!("    {automaton} params set categories_agriculteur AGRI,HORT");
        println!("    {automaton} quarantine retry {}", scene.nursery.file_name());
        println!("    {automaton} creations show {}", scene.nursery.id());
        println!("Then docs/architecture.md, for how it works.");
    }
}

/// Another program that cargo put beside this one.
fn beside(program: &Path, name: &str) -> PathBuf {
    program.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The first columns of a row; an empty one where it holds no text.
fn texts<const N: usize>(row: &Row<'_>) -> [String; N] {
    std::array::from_fn(|column| row.get(column).unwrap_or_default())
}

fn beginning(line: &str) -> String {
    const SIGNS: usize = 170;
    let cut: String = line.chars().take(SIGNS).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}
