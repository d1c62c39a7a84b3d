//! The last three days: forty files of all six kinds from eight laptops. Jérôme was without a network for three days; one file is cut
//! short and comes whole later; five are refused, and one of these is corrected; one waits for another laptop.

mod notes;

use std::path::PathBuf;

use chrono::TimeDelta;
use domain::CustomerField;
use exchange_schema::{ExchangeFile, FileName};
use serde_json::json;
use uuid::Uuid;

use self::notes::{Notes, answers, put, put_bytes};
use super::calendar::Calendar;
use super::chance::{Chance, Subject};
use super::customers::Register;
use super::ledger::{Laptop, wrong};
use super::lives::GENETS;
use super::numbers::{self, Whose};
use super::special::{
    AUTO_CENTRE, BROSSARD, CUMA, HAMELIN, HAUT_BOURG, MERCIER, MORTAIN, PEUPLIERS, POIRIER, PRAIRIE,
};
use crate::failure::Failure;

/// New prospects of these days.
const TILLEULS: u64 = 1;
const ROUSSEAU: u64 = 2;
const LEROUX: u64 = 3;
const BLIN: u64 = 4;
const BOISSEAU: u64 = 5;
const LEMOINE: u64 = 6;
const GAUTIER: u64 = 7;
/// Created on a laptop that has not been heard of yet.
const UNHEARD: u64 = 8;

/// What the last days are made from.
pub(super) struct Story<'a> {
    pub(super) register: &'a Register,
    pub(super) calendar: Calendar,
    pub(super) laptops: &'a [Laptop],
    pub(super) inbox: PathBuf,
}

/// The files that are spoken of later.
#[derive(Debug)]
pub(super) struct Scene {
    /// The creation that the accountant validates.
    pub(super) farmer: Uuid,
    /// The one that she refuses.
    pub(super) garage: Uuid,
    /// The file that was cut short, whole.
    whole: ExchangeFile,
    /// The refused file that is corrected.
    corrected: FileName,
    /// Its correction.
    correction: ExchangeFile,
}

impl Scene {
    /// Name of the refused file that is corrected.
    pub(super) fn corrected(&self) -> &str {
        self.corrected.as_str()
    }

    /// Name of the file that corrects it.
    pub(super) fn correction(&self) -> &str {
        self.correction.file_name().as_str()
    }
}

impl Story<'_> {
    /// What arrives first: all but the correction.
    pub(super) fn drop_files(&self) -> Result<Scene, Failure> {
        let jerome = self.jerome();
        let anne = self.anne();
        let mut louise = self.louise();
        let (farmer, garage) = (last_id(&jerome)?, last_id(&anne)?);
        let whole = louise.files()?.into_iter().nth(6).ok_or_else(|| wrong("no file to cut"))?;
        let others = [self.paul(), self.sophie(), self.nicolas(), self.marie(), self.thomas()];
        for laptop in [&jerome, &anne, &louise].into_iter().chain(&others) {
            for file in laptop.files()? {
                put(&self.inbox, &file)?;
            }
        }
        self.cut_short(&whole)?;
        self.what_does_not_belong_there(&others[2])?;
        let refused = louise.files()?.into_iter().nth(3).ok_or_else(|| wrong("no file to correct"))?;
        let correction = self.correct(&mut louise, refused.file_name())?;
        let corrected = refused.file_name().clone();
        Ok(Scene { farmer, garage, whole, corrected, correction })
    }

    /// What arrives later: the whole of what was cut short, and the correction.
    pub(super) fn drop_the_rest(&self, scene: &Scene) -> Result<(), Failure> {
        put(&self.inbox, &scene.whole)?;
        put(&self.inbox, &scene.correction).map(drop)
    }

    /// Half of the file has arrived.
    fn cut_short(&self, file: &ExchangeFile) -> Result<(), Failure> {
        let path = put(&self.inbox, file)?;
        let bytes = file.to_json().map_err(wrong)?;
        std::fs::write(&path, &bytes[..bytes.len() / 2])
            .map_err(|error| Failure::Other(format!("{}: {error}", path.display())))
    }

    /// A copy that a folder sync made of two versions, and a file in a colleague's folder.
    fn what_does_not_belong_there(&self, notes: &Notes<'_>) -> Result<(), Failure> {
        let file = notes.files()?.into_iter().next().ok_or_else(|| wrong("nothing to copy"))?;
        let (name, bytes) = (file.file_name().as_str(), file.to_json().map_err(wrong)?);
        let own = self.inbox.join(file.author().as_str()).join(file.device().to_string());
        let copy = name.replace(".json", ".sync-conflict-20261120-081500-ABCDEFG.json");
        put_bytes(&own, &copy, &bytes)?;
        let colleague = &self.laptops[6];
        let folder = self.inbox.join(colleague.user.as_str()).join(colleague.device.to_string());
        put_bytes(&folder, name, &bytes).map(drop)
    }

    fn notes(&self, rep: usize) -> Notes<'_> {
        let (seed, laptop, calendar) = (self.register.seed, &self.laptops[rep], self.calendar);
        Notes { seed, rep, laptop, calendar, entries: Vec::new() }
    }

    /// The identity of a new prospect.
    fn id(&self, number: u64) -> String {
        let at = self.calendar.now - TimeDelta::days(4);
        Chance::of(self.register.seed, Subject::Story, 1 << 32 | number).uuid_v7(at).to_string()
    }

    fn code(&self, number: u32) -> String {
        self.register.code(number)
    }

    /// What the laptops show of a customer's field.
    fn shown(&self, number: u32, field: CustomerField) -> Option<String> {
        self.register.customer(number).sheet.get(&field).map(ToString::to_string)
    }

    /// Offline for three days. At last a farmer wants to become a customer who pays by cheque.
    fn jerome(&self) -> Notes<'_> {
        let mut notes = self.notes(0);
        let (tilleuls, rousseau) = (self.id(TILLEULS), self.id(ROUSSEAU));
        let picked = answers(&["contact.visite", "visite.sans-rdv", "visite.releve-parc"]);
        let said = json!({ "answers": picked, "fleet": { "AGRI": 22 }, "follow_up_on": notes.in_a_month() });
        let words = "Vu M. Poirier à la ferme : deux trains de pneus à changer avant les semis.";
        notes.customer((3, 9, 20), &self.code(POIRIER), words, said);
        let sheet = json!({ "c_fam_client": "AGRI", "nom_client": "EARL DES TILLEULS", "dep_fac": "53",
            "bur_dis_fac": "440", "ville_fac": "ARON", "tel_1": "02 61 91 99 14" });
        notes.prospect((3, 10, 35), &tilleuls, &sheet, json!({ "fleet": { "AGRI": 7 } }));
        let words = "Premier contact, bon accueil. 180 ha de céréales, équipé chez un concurrent.";
        let said = json!({ "answers": answers(&["contact.visite", "visite.sans-rdv"]) });
        notes.visit_prospect((3, 10, 50), &tilleuls, words, said);
        let learned = [("tel_2", None, "06 39 98 99 14"), ("etape", None, "offre remise")];
        notes.edit((2, 14, 5), &tilleuls, &learned);
        let words = "Offre remise pour quatre 650/65 R38. Veut ouvrir un compte et payer par chèque.";
        let picked =
            ["contact.visite", "visite.avec-rdv", "visite.proposition", "visite.proposition.agraire"];
        let said = json!({ "answers": answers(&picked), "follow_up_on": notes.in_a_month() });
        notes.visit_prospect((2, 14, 15), &tilleuls, words, said);
        let other = json!({ "nom_client": "TP ROUSSEAU", "tel_1": "02 61 91 99 10", "c_rep": "AM01" });
        notes.prospect((2, 15, 30), &rousseau, &other, json!({}));
        notes.edit((1, 8, 10), &rousseau, &[("tel_1", Some("02 61 91 99 10"), "02 61 91 99 12")]);
        let [telephone, mail] =
            [CustomerField::Phone, CustomerField::Email].map(|field| self.shown(HAUT_BOURG, field));
        let moved = [
            ("tel_1", telephone.as_deref(), "02 61 91 99 50"),
            ("contact_divers_4", mail.as_deref(), "atelier@haut-bourg.example"),
        ];
        let words = "Nouvel opérateur, l'ancien numéro ne répond plus.";
        notes.request((1, 9, 45), &self.code(HAUT_BOURG), &moved, (words, json!({})));
        let rest = json!({ "adr1_fac": "Les Tilleuls", "tel_2": "06 39 98 99 14", "c_mod_rgl_1": "CH",
            "nb_jour_1": 20, "c_catc": "AGRI01", "contact_divers_2": numbers::siret(Whose::Story(1)) });
        notes.creation((1, 13, 40), &tilleuls, &sheet, rest);
        notes
    }

    /// Her new prospect has a customer's telephone and signs for direct debit; and she corrects a number that Jérôme has corrected.
    fn anne(&self) -> Notes<'_> {
        let mut notes = self.notes(1);
        let leroux = self.id(LEROUX);
        let said = json!({ "answers": answers(&["contact.telephone", "visite.commande"]) });
        notes.customer((2, 9, 5), &self.code(BROSSARD), "", said);
        let sheet = json!({ "nom_client": "GARAGE LEROUX ET FILS", "tel_1": "+33 2 61 91 99 42" });
        let why = json!({ "duplicate_reason": "Repris par le fils, ce sera une autre société." });
        notes.prospect((2, 11, 15), &leroux, &sheet, why);
        let words = "M. Leroux reprend l'atelier au 1er du mois, veut nos conditions.";
        notes.visit_prospect((2, 11, 25), &leroux, words, json!({}));
        notes.edit((1, 10, 0), &self.id(ROUSSEAU), &[("tel_1", Some("02 61 91 99 10"), "02 61 91 99 11")]);
        let (iban, bic) = numbers::account(Whose::Story(3));
        let rest = json!({ "c_fam_client": "GAR", "c_sfam_client": "INDE", "adr1_fac": "3 rue de Bretagne",
            "bur_dis_fac": "000", "ville_fac": "LAVAL", "c_rep": "AM01", "c_catc": "GAR01",
            "contact_divers_2": numbers::siret(Whose::Story(3)), "c_mod_rgl_1": "LD", "bic": bic, "iban": iban });
        notes.creation((1, 15, 10), &leroux, &sheet, rest);
        notes.sign("Damien Leroux", "Laval");
        notes
    }

    /// She mistypes a code, is two months late with a visit, deletes a prospect; one file is cut short and a visit waits for it; a nursery
    /// wants to pay as farmers do.
    fn louise(&self) -> Notes<'_> {
        let mut notes = self.notes(2);
        let (blin, boisseau, lemoine) = (self.id(BLIN), self.id(BOISSEAU), self.id(LEMOINE));
        let sheet = json!({ "nom_client": "MENUISERIE BLIN", "tel_1": "02 61 91 99 04" });
        notes.prospect((2, 8, 30), &blin, &sheet, json!({}));
        let nursery = json!({ "nom_client": "PEPINIERES BOISSEAU", "tel_1": "02 61 91 99 05" });
        notes.prospect((2, 10, 10), &boisseau, &nursery, json!({}));
        let words = "Inventaire des pneus hiver, rien à commander.";
        notes.customer((2, 15, 20), &self.code(AUTO_CENTRE), words, json!({}));
        let words = "Livraison contrôlée avec le chef d'atelier.";
        notes.customer((1, 8, 55), "C0O006", words, json!({}));
        let late = json!({ "visited_on": self.calendar.working_days_ago(43) });
        notes.customer((1, 9, 10), &self.code(CUMA), "Oubliée à l'époque.", late);
        notes.delete((1, 11, 30), &blin, "Cessation d'activité à la fin du mois.");
        let sheet = json!({ "nom_client": "TRANSPORTS LEMOINE", "tel_1": "02 61 91 99 06" });
        notes.prospect((1, 14, 35), &lemoine, &sheet, json!({ "fleet": { "PL & PLP": 12 } }));
        notes.visit_prospect((1, 14, 50), &lemoine, "Douze porteurs, contrat à revoir.", json!({}));
        let rest = json!({ "c_fam_client": "FLOT", "c_sfam_client": "INDU", "adr1_fac": "La Croix Verte",
            "bur_dis_fac": "200", "ville_fac": "CHATEAU-GONTIER-SUR-MAYENNE", "c_rep": "LB01",
            "contact_divers_2": numbers::siret(Whose::Story(5)), "c_mod_rgl_1": "CH", "nb_jour_1": 20 });
        notes.creation((1, 16, 5), &boisseau, &nursery, rest);
        notes
    }

    /// Told by the receipt, she sends the visit again with the right code.
    fn correct(&self, louise: &mut Notes<'_>, refused: &FileName) -> Result<ExchangeFile, Failure> {
        let words = "Livraison contrôlée avec le chef d'atelier.";
        louise.customer((1, 17, 40), &self.code(AUTO_CENTRE), words, json!({}));
        louise.correction(refused)
    }

    /// His mason signs for direct debit: this creation waits for the accountant.
    fn paul(&self) -> Notes<'_> {
        let mut notes = self.notes(3);
        let gautier = self.id(GAUTIER);
        let picked = ["contact.visite", "visite.avec-rdv", "visite.proposition", "visite.proposition.tp"];
        let said =
            json!({ "answers": answers(&picked), "follow_up_on": notes.in_a_month(), "fleet": { "TP": 14 } });
        let words =
            "Deux chargeuses à équiper en 23.5 R25, offre remise. Décision après le chantier de la rocade.";
        notes.customer((3, 10, 15), &self.code(MERCIER), words, said);
        let sheet = json!({ "c_fam_client": "FLOT", "nom_client": "MACONNERIE GAUTIER", "dep_fac": "72",
            "bur_dis_fac": "000", "ville_fac": "LE MANS", "tel_1": "02 61 91 99 07" });
        notes.prospect((2, 9, 30), &gautier, &sheet, json!({ "fleet": { "VUL": 6 } }));
        let picked = answers(&["contact.visite", "visite.sans-rdv", "visite.commande"]);
        let words = "Six fourgons, veut un compte pour équiper toute la flotte avant l'hiver.";
        notes.visit_prospect((2, 9, 45), &gautier, words, json!({ "answers": picked }));
        let (iban, bic) = numbers::account(Whose::Story(7));
        let rest = json!({ "c_sfam_client": "ARTI", "adr1_fac": "18 rue des Forges", "c_agence": "LEM",
            "c_rep": "PM01", "c_catc": "FLOTTE", "contact_divers_2": numbers::siret(Whose::Story(7)),
            "contact_divers_1": numbers::vat(Whose::Story(7)), "c_mod_rgl_1": "LD", "bic": bic, "iban": iban });
        notes.creation((1, 16, 30), &gautier, &sheet, rest);
        notes.sign("Karine Gautier", "Le Mans");
        notes
    }

    /// A visit, a request for the accountants, and a follow-up date that nobody else needs to know of.
    fn sophie(&self) -> Notes<'_> {
        let mut notes = self.notes(4);
        let picked = answers(&["contact.visite", "visite.avec-rdv", "visite.releve-parc"]);
        let said = json!({ "answers": picked, "fleet": { "PL & PLP": 34, "VUL": 5 } });
        let words = "Relevé de parc complet, usures à surveiller sur les essieux moteurs.";
        notes.customer((2, 10, 40), &self.code(HAMELIN), words, said);
        let street = self.shown(HAMELIN, CustomerField::Address1);
        let moved = [
            ("adr1_fac", street.as_deref(), "ZA DES ORMEAUX"),
            ("c_attention", None, "Service exploitation"),
        ];
        notes.request((2, 11, 0), &self.code(HAMELIN), &moved, ("Déménagement du dépôt.", json!({})));
        let said = json!({ "follow_up_on": notes.in_a_month() });
        notes.request((1, 14, 20), &self.code(PRAIRIE), &[], ("", said));
        notes
    }

    /// His folder sync made a copy; he visited a prospect that is Jérôme's.
    fn nicolas(&self) -> Notes<'_> {
        let mut notes = self.notes(5);
        let picked = answers(&["contact.agence", "visite.commande", "visite.livraison"]);
        let words = "Passé à l'agence prendre quatre 215/65 R16.";
        notes.customer((2, 16, 25), &self.code(PRAIRIE), words, json!({ "answers": picked }));
        let words = "Croisé au salon, veut un devis.";
        notes.visit_prospect((1, 11, 15), &self.id(TILLEULS), words, json!({}));
        notes
    }

    /// She goes on with a prospect of two months ago.
    fn marie(&self) -> Notes<'_> {
        let mut notes = self.notes(6);
        let genets = self.register.life(GENETS, self.calendar).id.to_string();
        let words = "Dumpers vus en carrière, usure irrégulière.";
        let picked = ["contact.visite", "visite.avec-rdv", "visite.proposition", "visite.proposition.gc"];
        notes.visit_prospect((3, 14, 30), &genets, words, json!({ "answers": answers(&picked) }));
        let learned = [("c_attention", None, "Chef de carrière"), ("contact_divers_3", None, "Granulats")];
        notes.edit((2, 8, 45), &genets, &learned);
        let words = "Semis terminés, rien avant le printemps.";
        notes.customer((1, 10, 30), &self.code(PEUPLIERS), words, json!({ "follow_up_on": null }));
        notes
    }

    /// One of his visits is to a prospect that his other laptop has not sent yet.
    fn thomas(&self) -> Notes<'_> {
        let mut notes = self.notes(7);
        let words = "Vu les services techniques, équipement hiver des deux saleuses.";
        let picked = answers(&["contact.visite", "visite.avec-rdv", "visite.commande"]);
        notes.customer((3, 9, 50), &self.code(MORTAIN), words, json!({ "answers": picked }));
        notes.visit_prospect((1, 9, 30), &self.id(UNHEARD), "Premier passage.", json!({}));
        notes
    }
}

fn last_id(notes: &Notes<'_>) -> Result<Uuid, Failure> {
    let files = notes.files()?;
    files.last().map(ExchangeFile::id).ok_or_else(|| wrong("nothing was written"))
}
