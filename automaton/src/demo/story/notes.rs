//! What reps wrote down on their laptops in the last days, as files.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::{AuthorisationTexts, AuthorisationValues, Iban};
use exchange_schema::{ExchangeFile, FileName, Kind, Payload};
use serde_json::{Value, json};

use super::super::calendar::{Calendar, later};
use super::super::chance::{Chance, Subject};
use super::super::ledger::{Laptop, wrong};
use super::super::people::COMPANY;
use crate::failure::Failure;

/// When: working days ago (from 1), hour and minute by the company's clock.
pub(super) type When = (u32, u32, u32);

/// The rest of a visit or of a sheet.
pub(super) type Said = Value;

/// An entry of a laptop.
#[derive(Debug)]
pub(super) struct Entry {
    at: DateTime<Utc>,
    kind: Kind,
    payload: Value,
    signature: Option<Value>,
}

/// A laptop and what was written on it, in order.
pub(super) struct Notes<'a> {
    pub(super) seed: u64,
    /// The rep's place among the laptops.
    pub(super) rep: usize,
    pub(super) laptop: &'a Laptop,
    pub(super) calendar: Calendar,
    pub(super) entries: Vec<Entry>,
}

impl Notes<'_> {
    fn write(&mut self, (days, hour, minute): When, kind: Kind, payload: Value) {
        let at = self.calendar.at(self.calendar.working_days_ago(days), hour * 60 + minute);
        self.entries.push(Entry { at, kind, payload, signature: None });
    }

    /// A month from today.
    pub(super) fn in_a_month(&self) -> NaiveDate {
        super::super::calendar::working_day_from(later(self.calendar.today(), 30))
    }

    /// A visit to a customer.
    pub(super) fn customer(&mut self, when: When, customer: &str, comment: &str, said: Said) {
        self.visit(when, Kind::Vc, json!({ "customer": customer, "comment": comment }), said);
    }

    /// A visit to a prospect.
    pub(super) fn visit_prospect(&mut self, when: When, prospect: &str, comment: &str, said: Said) {
        self.visit(when, Kind::Vp, json!({ "prospect": prospect, "comment": comment }), said);
    }

    /// It was ten minutes before it was written down.
    fn visit(&mut self, when: When, kind: Kind, mut visit: Value, said: Said) {
        let (days, hour, minute) = when;
        let minutes = hour * 60 + minute - 10;
        let on = self.calendar.working_days_ago(days);
        add(
            &mut visit,
            json!({ "visited_on": on, "visited_at": format!("{:02}:{:02}", minutes / 60, minutes % 60) }),
        );
        add(&mut visit, said);
        self.write(when, kind, visit);
    }

    /// A new prospect.
    pub(super) fn prospect(&mut self, when: When, prospect: &str, fields: &Value, said: Said) {
        let mut payload = json!({ "prospect": prospect, "fields": fields });
        add(&mut payload, said);
        self.write(when, Kind::Cp, payload);
    }

    /// Changes to a prospect: column, value shown, value wanted.
    pub(super) fn edit(&mut self, when: When, prospect: &str, changed: &[(&str, Option<&str>, &str)]) {
        let payload = json!({ "prospect": prospect, "changes": changes(changed) });
        self.write(when, Kind::Mp, payload);
    }

    /// A prospect's end.
    pub(super) fn delete(&mut self, when: When, prospect: &str, reason: &str) {
        self.write(when, Kind::Mp, json!({ "prospect": prospect, "delete": { "reason": reason } }));
    }

    /// A modification request.
    pub(super) fn request(
        &mut self,
        when: When,
        customer: &str,
        changed: &[(&str, Option<&str>, &str)],
        (comment, said): (&str, Said),
    ) {
        let mut payload = json!({ "customer": customer, "changes": changes(changed), "comment": comment });
        add(&mut payload, said);
        self.write(when, Kind::Mc, payload);
    }

    /// The sheet of a creation: what this company's have in common, what was known of the prospect, and the rest.
    pub(super) fn creation(&mut self, when: When, prospect: &str, known: &Value, rest: Value) {
        let mut sheet = json!({ "c_sfam_client": "CER", "dep_fac": "53", "c_agence": "LAV", "c_rep": "JD01",
            "c_pays": "FR", "c_per": "M", "c_catc": "STD", "nb_jour_1": 30, "codepays": "FR",
            "codemonnaie": "EUR", "type_edition_fac": "P" });
        add(&mut sheet, known.clone());
        add(&mut sheet, rest);
        self.write(when, Kind::Cc, json!({ "prospect": prospect, "fields": sheet }));
    }

    /// The customer signs the last entry.
    pub(super) fn sign(&mut self, signer: &str, place: &str) {
        let Some(creation) = self.entries.last_mut() else { return };
        let field = |column: &str| creation.payload["fields"][column].as_str().unwrap_or_default();
        let texts = AuthorisationTexts::default();
        let iban = field("iban").parse().map(|iban: Iban| iban.printed()).unwrap_or_default();
        let text = texts.of_mode(field("c_mod_rgl_1")).fill(AuthorisationValues {
            customer_name: field("nom_client"),
            iban: &iban,
            bic: field("bic"),
            creditor: COMPANY,
        });
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 100\">\
                   <path d=\"M20 70C60 10 90 90 130 50S220 20 280 60\" fill=\"none\" stroke=\"#111\"/></svg>";
        let at = creation.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        creation.signature =
            Some(json!({ "svg": svg, "signer": signer, "place": place, "signed_at": at, "text": text }));
    }

    /// All entries as files, numbered from 1.
    pub(super) fn files(&self) -> Result<Vec<ExchangeFile>, Failure> {
        (1..).zip(&self.entries).map(|(sequence, entry)| self.file(sequence, entry)).collect()
    }

    fn file(&self, sequence: u64, entry: &Entry) -> Result<ExchangeFile, Failure> {
        let number = (self.rep as u64) << 16 | sequence;
        let id = Chance::of(self.seed, Subject::Story, number).uuid_v7(entry.at);
        let (user, device) = (self.laptop.user.clone(), self.laptop.device);
        let file = ExchangeFile::new(id, entry.at, user, device, entry.payload()?).map_err(wrong)?;
        Ok(file.with_sequence(sequence.try_into().map_err(wrong)?))
    }

    /// The last entry of this laptop, as the correction of a refused one.
    pub(super) fn correction(&self, refused: &FileName) -> Result<ExchangeFile, Failure> {
        let all = self.files()?;
        let last = all.into_iter().next_back().ok_or_else(|| wrong("nothing was written"))?;
        last.replacing(refused.clone()).map_err(wrong)
    }
}

impl Entry {
    fn payload(&self) -> Result<Payload, Failure> {
        let json = self.payload.clone();
        Ok(match self.kind {
            Kind::Vc => Payload::Vc(read(json)?),
            Kind::Mc => Payload::Mc(read(json)?),
            Kind::Cp => Payload::Cp(read(json)?),
            Kind::Mp => Payload::Mp(read(json)?),
            Kind::Vp => Payload::Vp(read(json)?),
            Kind::Cc => {
                let signature = self.signature.clone().map(read).transpose()?;
                Payload::Cc(read(json)?, signature.map(Box::new))
            }
        })
    }
}

fn read<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, Failure> {
    serde_json::from_value(json).map_err(wrong)
}

/// Answers to the visit form.
pub(super) fn answers(picked: &[&str]) -> Value {
    json!({ "form": 1, "picked": picked })
}

fn changes(changes: &[(&str, Option<&str>, &str)]) -> Vec<Value> {
    changes.iter().map(|(field, from, to)| json!({ "field": field, "from": from, "to": to })).collect()
}

fn add(object: &mut Value, more: Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        object[key] = value.clone();
    }
}

/// Puts a file where a laptop's sync would.
pub(super) fn put(inbox: &Path, file: &ExchangeFile) -> Result<PathBuf, Failure> {
    let folder = inbox.join(file.author().as_str()).join(file.device().to_string());
    let bytes = file.to_json().map_err(wrong)?;
    put_bytes(&folder, file.file_name().as_str(), &bytes)
}

/// Puts bytes under a name.
pub(super) fn put_bytes(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, bytes))
        .map_err(|error| Failure::Other(format!("{}: {error}", path.display())))?;
    Ok(path)
}
