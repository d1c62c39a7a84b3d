//! CC: complete, valid, once.

use std::collections::BTreeMap;

use super::annex::ANNEX;
use super::{Judged, No, Plain, rows, texts};
use crate::generator::Entry;
use crate::generator::company::{CREATION_MAILS, FARMERS};

type Sheet = BTreeMap<String, String>;

impl Plain {
    pub(super) fn create_customer(&mut self, entry: &Entry) -> Judged {
        let prospect = self.own_prospect(entry)?;
        if prospect.deleted.is_some() {
            return Err(No::Refused("prospect-deleted"));
        }
        if prospect.converted.is_some() {
            return Err(No::Refused("prospect-converted"));
        }
        if self.pending.contains(entry.about()) {
            return Err(No::Refused("creation-pending"));
        }
        let given = entry.payload["fields"].as_object().expect("an object").iter();
        let sheet: Sheet =
            given.filter_map(|(column, value)| Some((column.clone(), texts::text(value)?))).collect();
        super::prospects::check_values(sheet.iter().map(|(column, text)| (column.as_str(), text.as_str())))?;
        if !is_complete(&sheet) || !is_valid(&sheet) || !is_payable(&sheet, !entry.signature.is_null()) {
            return Err(No::Refused("bad-value"));
        }
        self.pending.insert(entry.about().to_owned());
        let row = [&entry.id.to_string(), entry.about(), "pending", entry.author, &entry.name()];
        self.insert("crm_creation_client", rows::row(&row));
        let subject = format!("[Création Client] {}", sheet["nom_client"]);
        let requester = self.reps[entry.author].mail;
        for recipient in CREATION_MAILS.into_iter().chain(requester) {
            self.mail(entry, recipient, &subject);
        }
        Ok(())
    }
}

fn is_complete(sheet: &Sheet) -> bool {
    ANNEX.iter().filter(|column| column.needed).all(|column| sheet.contains_key(column.name))
}

/// The numbers with check digits; all sheets here are of France.
fn is_valid(sheet: &Sheet) -> bool {
    let siret: Vec<u32> = sheet["contact_divers_2"].chars().filter_map(|sign| sign.to_digit(10)).collect();
    let vat = sheet.get("contact_divers_1").is_none_or(|vat| is_vat_number(vat));
    siret.len() == 14 && obeys_luhn(&siret) && obeys_luhn(&siret[..9]) && vat
}

/// By direct debit: a bank account and a signature. By cheque: a farmer, twenty days, no day of the month.
fn is_payable(sheet: &Sheet, signed: bool) -> bool {
    match sheet["c_mod_rgl_1"].as_str() {
        "LD" => signed && sheet.contains_key("iban") && sheet.contains_key("bic"),
        "CH" => {
            let categories = [&sheet["c_fam_client"], &sheet["c_sfam_client"]];
            let farmer = categories.iter().any(|category| FARMERS.contains(&category.as_str()));
            farmer && sheet["nb_jour_1"] == "20" && !sheet.contains_key("jour_1")
        }
        _ => true,
    }
}

fn obeys_luhn(digits: &[u32]) -> bool {
    let from_the_right = digits.iter().rev().enumerate();
    let sum: u32 = from_the_right
        .map(|(place, digit)| if place % 2 == 1 { (digit * 2) / 10 + (digit * 2) % 10 } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

fn is_vat_number(vat: &str) -> bool {
    let (Some(key), Some(siren)) = (vat.get(2..4), vat.get(4..13)) else { return false };
    let (key, siren): (Result<u64, _>, Result<u64, _>) = (key.parse(), siren.parse());
    vat.starts_with("FR")
        && vat.len() == 13
        && siren.is_ok_and(|siren| key == Ok((12 + 3 * (siren % 97)) % 97))
}

/// Mod 97 of the rearranged number is 1; a French one has 27 signs.
pub(super) fn is_iban(iban: &str) -> bool {
    if iban.len() != 27 || !iban.starts_with("FR") {
        return false;
    }
    let rearranged = format!("{}{}", &iban[4..], &iban[..4]);
    let rest = rearranged.chars().fold(0, |rest, sign| match sign.to_digit(36) {
        Some(value) if value < 10 => (rest * 10 + value) % 97,
        Some(value) => (rest * 100 + value) % 97,
        None => rest,
    });
    rest == 1
}

pub(super) fn is_bic(bic: &str) -> bool {
    matches!(bic.len(), 8 | 11) && bic.chars().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit())
}
