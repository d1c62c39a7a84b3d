//! Files of every kind, as a laptop drops them: each kind by itself, so that what it costs can be told apart.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use domain::{UserFolder, check_siret};
use exchange_schema::{ExchangeFile, Payload};
use serde_json::{Value, json};
use uuid::Uuid;

/// Who enters everything, and where.
const AUTHOR: &str = "jdupont";
const DEVICE: &str = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";
/// A customer of the stage.
pub const CUSTOMER: &str = "C01846";

/// What is entered, in an order in which each kind finds what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A visit with a comment.
    PlainVisit,
    /// A visit with answers, the next date, and vehicles.
    FullVisit,
    /// A request that the accountants change a customer's sheet.
    ChangeRequest,
    /// A new prospect.
    NewProspect,
    /// Two fields of a prospect.
    ProspectChange,
    /// A visit to a prospect, with answers, the next date, and vehicles.
    ProspectVisit,
    /// A prospect that is to be a customer.
    Creation,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::PlainVisit,
        Self::FullVisit,
        Self::ChangeRequest,
        Self::NewProspect,
        Self::ProspectChange,
        Self::ProspectVisit,
        Self::Creation,
    ];

    /// Its name in the table.
    pub const fn title(self) -> &'static str {
        match self {
            Self::PlainVisit => "VC, comment only",
            Self::FullVisit => "VC, answers, date, vehicles",
            Self::ChangeRequest => "MC, one field",
            Self::NewProspect => "CP, four fields",
            Self::ProspectChange => "MP, two fields",
            Self::ProspectVisit => "VP, answers, date, vehicles",
            Self::Creation => "CC, paid by transfer",
        }
    }

    /// The file of this kind with that number (from 1), entered so many seconds after `since`.
    pub fn file(self, number: u32, since: DateTime<Utc>) -> Result<ExchangeFile> {
        let place = u32::try_from(Self::ALL.iter().position(|kind| *kind == self).unwrap_or_default())?;
        let seconds = place * 300 + number;
        let made_at = since + chrono::Duration::seconds(seconds.into());
        let payload = self.payload(number, made_at)?;
        let author = UserFolder::parse(AUTHOR)?;
        Ok(ExchangeFile::new(id(1, place * 10_000 + number), made_at, author, DEVICE.parse()?, payload)?)
    }

    fn payload(self, number: u32, made_at: DateTime<Utc>) -> Result<Payload> {
        let prospect = id(2, number);
        let subject = match self {
            Self::PlainVisit | Self::FullVisit | Self::ChangeRequest => json!({ "customer": CUSTOMER }),
            _ => json!({ "prospect": prospect }),
        };
        let more = match self {
            Self::PlainVisit => visit(number, made_at),
            Self::FullVisit | Self::ProspectVisit => joined(visit(number, made_at), told(made_at)),
            Self::ChangeRequest => json!({
                "changes": [{ "field": "tel_1", "from": null, "to": telephone(number) }],
                "comment": "Nouveau numéro.",
            }),
            Self::NewProspect => json!({ "fields": {
                "nom_client": name(number), "tel_1": telephone(number), "ville_fac": "LAVAL",
                "contact_divers_2": siret(number)?,
            } }),
            Self::ProspectChange => json!({ "changes": [
                { "field": "ville_fac", "from": "LAVAL", "to": "RENNES" },
                { "field": "c_titre", "from": null, "to": "EARL" },
            ] }),
            Self::Creation => json!({ "fields": sheet(number)? }),
        };
        let payload = joined(subject, more);
        Ok(match self {
            Self::PlainVisit | Self::FullVisit => Payload::Vc(serde_json::from_value(payload)?),
            Self::ChangeRequest => Payload::Mc(serde_json::from_value(payload)?),
            Self::NewProspect => Payload::Cp(serde_json::from_value(payload)?),
            Self::ProspectChange => Payload::Mp(serde_json::from_value(payload)?),
            Self::ProspectVisit => Payload::Vp(serde_json::from_value(payload)?),
            Self::Creation => Payload::Cc(serde_json::from_value(payload)?, None),
        })
    }
}

fn visit(number: u32, made_at: DateTime<Utc>) -> Value {
    json!({
        "visited_on": made_at.date_naive(),
        "visited_at": format!("{:02}:{:02}", 8 + number % 10, number % 60),
        "comment": format!("Passage numéro {number}, à rappeler pour les pneus hiver."),
    })
}

/// What a visit may say besides.
fn told(made_at: DateTime<Utc>) -> Value {
    json!({
        "answers": { "form": 1, "picked": ["contact.visite", "visite.sans-rdv"] },
        "follow_up_on": made_at.date_naive() + chrono::Duration::days(30),
        "fleet": { "AGRI": 4, "VL": 2 },
    })
}

/// All that annex 2 asks for.
fn sheet(number: u32) -> Result<Value> {
    Ok(json!({
        "c_fam_client": "GAR", "c_sfam_client": "G1", "nom_client": name(number), "adr1_fac": "1 rue du Port",
        "dep_fac": "35", "bur_dis_fac": "000", "ville_fac": "RENNES", "c_agence": "A1", "c_rep": "JD01",
        "c_pays": "FR", "tel_1": telephone(number), "contact_divers_2": siret(number)?, "c_per": "M", "c_catc": "G",
        "c_mod_rgl_1": "VI", "nb_jour_1": 30, "type_edition_fac": "M",
    }))
}

fn name(number: u32) -> String {
    format!("EARL DU MOULIN {number}")
}

/// Of a range that is kept for fiction.
fn telephone(number: u32) -> String {
    format!("02619{:05}", number % 100_000)
}

/// A number whose check digit is right.
fn siret(number: u32) -> Result<String> {
    let mut candidates = (0..10).map(|digit| format!("8{number:07}00001{digit}"));
    candidates.find(|siret| check_siret(siret).is_ok()).context("no check digit fits")
}

fn joined(mut first: Value, second: Value) -> Value {
    if let (Value::Object(first), Value::Object(second)) = (&mut first, second) {
        first.extend(second);
    }
    first
}

/// A UUID of version 7 made of a number.
fn id(series: u128, number: u32) -> Uuid {
    Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0000 | series << 40 | u128::from(number))
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_makes_files_of_its_own() {
        let since = "2026-11-21T06:00:00Z".parse().unwrap();
        let numbered = Kind::ALL.into_iter().flat_map(|kind| [1, 2].map(|number| (kind, number)));
        let names: BTreeSet<String> = numbered
            .map(|(kind, number)| {
                let name = kind.file(number, since).unwrap().file_name().as_str().to_owned();
                assert!(kind.title().starts_with(&name[..2]), "{name}");
                name
            })
            .collect();
        assert_eq!(names.len(), 14);
    }
}
