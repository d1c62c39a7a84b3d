//! What the company will know when all files so far have arrived: the generator's own rough notion, so that laptops adopt lifelike
//! bases and faults find their victims. Nothing is expected of it: the expected rows come from `plain`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Entry;
use super::values::Fields;

/// A prospect that an accountant made a customer, outside any file.
pub struct Conversion {
    pub prospect: String,
    pub customer: String,
    pub name: String,
    pub at: DateTime<Utc>,
}

pub struct Known {
    pub creator: &'static str,
    pub fields: Fields,
    /// The device that deleted it.
    pub deleted_from: Option<&'static str>,
    /// The device whose CC is with the accountants.
    pub pending_from: Option<&'static str>,
    pub converted: bool,
}

impl Known {
    pub const fn is_live(&self) -> bool {
        self.deleted_from.is_none() && !self.converted
    }

    pub fn is_owned_by(&self, author: &str, c_rep: Option<&str>) -> bool {
        self.creator == author
            || (c_rep.is_some() && self.fields.get("c_rep").and_then(Value::as_str) == c_rep)
    }

    /// Whether it bears the code of another rep than its creator's.
    pub fn is_shared(&self) -> bool {
        let bears = self.fields.get("c_rep").and_then(Value::as_str);
        bears.is_some() && bears != super::Company::rep(self.creator).and_then(|rep| rep.c_rep)
    }
}

#[derive(Default)]
pub struct World {
    pub prospects: BTreeMap<String, Known>,
}

impl World {
    pub fn owned_by(&self, author: &str, c_rep: Option<&str>) -> impl Iterator<Item = (&String, &Known)> {
        self.prospects.iter().filter(move |(_, known)| known.is_owned_by(author, c_rep))
    }

    /// The prospects of which `wanted` holds.
    pub fn which(&self, wanted: impl Fn(&Known) -> bool) -> Vec<String> {
        self.prospects.iter().filter(|(_, known)| wanted(known)).map(|(id, _)| id.clone()).collect()
    }

    /// Takes in a right entry.
    pub fn take_in(&mut self, entry: &Entry) {
        let prospect = entry.payload["prospect"].as_str().unwrap_or_default().to_owned();
        if entry.kind == "CP" {
            let mut fields = entry.payload["fields"].as_object().cloned().unwrap_or_default();
            if let Some(c_rep) = super::Company::rep(entry.author).and_then(|rep| rep.c_rep) {
                fields.entry("c_rep").or_insert_with(|| c_rep.into());
            }
            let (deleted_from, pending_from) = (None, None);
            let known = Known { creator: entry.author, fields, deleted_from, pending_from, converted: false };
            self.prospects.insert(prospect, known);
            return;
        }
        let Some(known) = self.prospects.get_mut(&prospect).filter(|known| known.is_live()) else { return };
        match entry.kind {
            "CC" => known.pending_from = known.pending_from.or(Some(entry.device)),
            "MP" if entry.payload.get("delete").is_some() && known.pending_from.is_none() => {
                known.deleted_from = Some(entry.device);
            }
            "MP" => known.change(&entry.payload["changes"]),
            _ => {}
        }
    }
}

impl Known {
    fn change(&mut self, changes: &Value) {
        for change in changes.as_array().into_iter().flatten() {
            let column = change["field"].as_str().unwrap_or_default();
            let today = self.fields.get(column).cloned().unwrap_or(Value::Null);
            let also = change["also"].as_array();
            if change["from"] == today || also.is_some_and(|also| also.contains(&today)) {
                self.fields.insert(column.to_owned(), change["to"].clone());
                self.fields.retain(|_, value| !value.is_null());
            }
        }
    }
}
