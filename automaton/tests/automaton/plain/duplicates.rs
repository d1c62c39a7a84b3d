//! Likely duplicates: the same telephone, SIRET or VAT number.

use std::collections::BTreeSet;

use super::Plain;
use crate::generator::Entry;
use crate::generator::company::Customer;

type Keys = BTreeSet<(&'static str, String)>;

impl Plain {
    /// Among all customers and the prospects that are neither deleted nor converted.
    pub(super) fn look_for_duplicates(&mut self, entry: &Entry, columns: &[String]) {
        let id = entry.about().to_owned();
        let this = &self.prospects[&id];
        let mine: Keys = columns.iter().filter_map(|column| key(column, this.fields.get(column)?)).collect();
        let mut found = Vec::new();
        for customer in self.customers.values() {
            for (sort, _) in mine.intersection(&keys_of_customer(customer)) {
                found.push([id.clone(), "C".to_owned(), customer.code.clone(), (*sort).to_owned()]);
            }
        }
        for (other_id, other) in &self.prospects {
            if *other_id == id || other.deleted.is_some() || other.converted.is_some() {
                continue;
            }
            let theirs: Keys = other.fields.iter().filter_map(|(column, text)| key(column, text)).collect();
            for (sort, _) in mine.intersection(&theirs) {
                let (early, late) = (id.clone().min(other_id.clone()), id.clone().max(other_id.clone()));
                found.push([late, "P".to_owned(), early, (*sort).to_owned()]);
            }
        }
        for pair in found {
            self.duplicates.entry(pair).or_insert_with(|| entry.name());
        }
    }
}

fn keys_of_customer(customer: &Customer) -> Keys {
    let Customer { tel_1, tel_2, vat, siret, .. } = customer;
    let columns =
        [("tel_1", tel_1), ("tel_2", tel_2), ("contact_divers_1", vat), ("contact_divers_2", siret)];
    columns.into_iter().filter_map(|(column, text)| key(column, text.as_ref()?)).collect()
}

/// What is compared: a telephone as +33…, the others without blanks.
fn key(column: &str, text: &str) -> Option<(&'static str, String)> {
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    match column {
        "tel_1" | "tel_2" => {
            let national =
                bare.strip_prefix("33").filter(|_| text.starts_with('+')).or(bare.strip_prefix('0'))?;
            (national.len() == 9).then(|| ("tel", national.to_owned()))
        }
        "contact_divers_1" => (bare.len() == 13).then_some(("tva", bare)),
        "contact_divers_2" => (bare.len() == 14).then_some(("siret", bare)),
        _ => None,
    }
}
