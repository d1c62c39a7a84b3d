//! CP and VP, and who may.

use std::collections::BTreeMap;

use serde_json::Value;

use super::customers::{check_visit, day, visit_comment};
use super::{Judged, No, Plain, Prospect, annex, creations, rows, texts};
use crate::generator::Entry;

impl Plain {
    /// Only the name is needed; the rest must fit, and bank details must be some.
    pub(super) fn create_prospect(&mut self, entry: &Entry) -> Judged {
        let given = entry.payload["fields"].as_object().expect("an object").iter();
        let mut fields: BTreeMap<String, String> =
            given.filter_map(|(column, value)| Some((column.clone(), texts::text(value)?))).collect();
        check_values(fields.iter().map(|(column, text)| (column.as_str(), text.as_str())))?;
        if !fields.contains_key("nom_client") || self.prospects.contains_key(entry.about()) {
            return Err(No::Refused("bad-value"));
        }
        if let Some(own) = self.reps[entry.author].c_rep {
            fields.entry("c_rep".to_owned()).or_insert_with(|| own.to_owned());
        }
        let prospect = Prospect {
            created_by: entry.author,
            file: entry.name(),
            attached: vec![(entry.created_at, fields.get("c_rep").cloned())],
            fields,
            marks: BTreeMap::new(),
            deleted: None,
            converted: None,
        };
        let columns: Vec<String> = prospect.fields.keys().cloned().collect();
        self.prospects.insert(entry.about().to_owned(), prospect);
        self.look_for_duplicates(entry, &columns);
        self.follow_up(entry, "P", entry.about());
        Ok(())
    }

    pub(super) fn visit_prospect(&mut self, entry: &Entry) -> Judged {
        let prospect = self.own_prospect(entry)?;
        let (is_deleted, converted) = (prospect.deleted.is_some(), prospect.converted.clone());
        check_visit(entry)?;
        self.answer(entry);
        if is_deleted {
            self.meet("visit to a deleted prospect");
        }
        let Some((converted_on, customer)) = converted else {
            self.keep_visit(entry);
            self.follow_up(entry, "P", entry.about());
            return Ok(());
        };
        if day(&entry.payload["visited_on"]) <= converted_on {
            self.meet("visit before the conversion");
            self.keep_visit(entry);
            self.relate_visit(entry, &customer, "[PROSPECT] ");
        } else {
            self.meet("visit after the conversion");
            self.relate_visit(entry, &customer, "");
        }
        self.follow_up(entry, "C", &customer);
        Ok(())
    }

    fn keep_visit(&mut self, entry: &Entry) {
        let visited_on = day(&entry.payload["visited_on"]);
        let time = entry.payload["visited_at"].as_str().expect("an hour");
        let subject = format!("Visite du {}", texts::french(visited_on));
        let (name, comment) = (entry.name(), visit_comment(entry));
        let row = [&name, entry.about(), &visited_on.to_string(), time, entry.author, &subject, &comment];
        self.insert("crm_visite_prospect", rows::row(&row));
    }

    /// The prospect that a file is about: known, and the author's at the time of the entry.
    pub(super) fn own_prospect(&self, entry: &Entry) -> Result<&Prospect, No> {
        let prospect = self.prospects.get(entry.about()).ok_or(No::Waits("unknown-prospect"))?;
        let so_far = prospect.attached.iter().filter(|(since, _)| *since <= entry.created_at);
        // Dated before the creation: a clock behind; the first code holds.
        let bears = so_far.max_by_key(|(since, _)| *since).or(prospect.attached.first());
        let bears = bears.and_then(|(_, c_rep)| c_rep.as_deref());
        let own = self.reps[entry.author].c_rep;
        if prospect.created_by == entry.author || (own.is_some() && bears == own) {
            Ok(prospect)
        } else {
            Err(No::Refused("not-owner"))
        }
    }
}

/// What every sheet obeys: lengths and signs first, then bank details.
pub(super) fn check_values<'a>(values: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Judged {
    if values.clone().any(|(column, text)| !annex::fits(column, text)) {
        return Err(No::Refused("text-too-long"));
    }
    let bad = |(column, text): (&str, &str)| match column {
        "iban" => !creations::is_iban(text),
        "bic" => !creations::is_bic(text),
        _ => false,
    };
    if values.into_iter().any(bad) { Err(No::Refused("bad-value")) } else { Ok(()) }
}

/// The values that an MP asks for.
pub(super) fn asked(changes: &[Value]) -> Vec<(String, String)> {
    let asked = changes
        .iter()
        .filter_map(|change| Some((texts::text(&change["field"])?, texts::text(&change["to"])?)));
    asked.collect()
}
