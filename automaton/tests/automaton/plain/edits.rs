//! MP: field by field, or the deletion.

use chrono::Duration;
use serde_json::Value;

use super::prospects::{asked, check_values};
use super::{Clash, Judged, No, Plain, Stamp, annex, texts};
use crate::generator::Entry;

impl Plain {
    pub(super) fn edit_prospect(&mut self, entry: &Entry) -> Judged {
        let prospect = self.own_prospect(entry)?;
        let (deleted, converted) = (prospect.deleted.clone(), prospect.converted.clone());
        if entry.payload.get("delete").is_some() {
            return self.delete_prospect(entry, deleted.is_some(), converted.is_some());
        }
        let changes = entry.payload["changes"].as_array().expect("a list").clone();
        let values = asked(&changes);
        check_values(values.iter().map(|(column, text)| (column.as_str(), text.as_str())))?;
        if let Some((_, customer)) = converted {
            self.meet("edit of a converted prospect");
            let of_the_customer = |change: &&Value| !annex::OWN.iter().any(|own| change["field"] == *own);
            let changes: Vec<Value> = changes.iter().filter(of_the_customer).cloned().collect();
            self.ask(entry, &customer, &changes, "");
            self.follow_up(entry, "C", &customer);
            return Ok(());
        }
        let stamp = Stamp::of(entry);
        if let Some(deletion) = deleted {
            if !stamp.is_before(&deletion) {
                return Err(No::Refused("prospect-deleted"));
            }
            self.meet("edit from before the deletion");
        }
        if self.pending.contains(entry.about()) {
            self.meet("edit amid a creation");
        }
        let mut set = Vec::new();
        for change in &changes {
            set.extend(self.change(entry, &stamp, change));
        }
        self.look_for_duplicates(entry, &set);
        self.follow_up(entry, "P", entry.about());
        Ok(())
    }

    /// A second deletion has no effect.
    fn delete_prospect(&mut self, entry: &Entry, deleted: bool, converted: bool) -> Judged {
        if converted {
            return Err(No::Refused("prospect-converted"));
        }
        if self.pending.contains(entry.about()) {
            return Err(No::Refused("creation-pending"));
        }
        if deleted {
            self.meet("second deletion");
            return Ok(());
        }
        self.prospects.get_mut(entry.about()).expect("known").deleted = Some(Stamp::of(entry));
        Ok(())
    }

    /// Answers the column when it was set.
    fn change(&mut self, entry: &Entry, stamp: &Stamp, change: &Value) -> Option<String> {
        let column = change["field"].as_str().expect("a field").to_owned();
        let [expected, asked] = ["from", "to"].map(|key| texts::text(&change[key]));
        let also: Vec<_> = change["also"].as_array().into_iter().flatten().map(texts::text).collect();
        let prospect = self.prospects.get_mut(entry.about()).expect("known");
        let today = prospect.fields.get(&column).cloned();
        let mark = (column.clone(), entry.device);
        if prospect.marks.get(&mark).is_some_and(|last| stamp.is_before(last)) {
            self.meet("overtaken");
            return None;
        }
        let place = (entry.about().to_owned(), column.clone());
        let open = self.clashes.get(&place);
        if today == asked {
            prospect.marks.insert(mark, stamp.clone());
            // It asked for what is so now, or its own laptop has thought better of it.
            let is_settled = |clash: &Clash| {
                clash.asked == today || (clash.stamp.device == entry.device && clash.stamp.is_before(stamp))
            };
            if open.is_some_and(is_settled) {
                self.clashes.remove(&place);
                self.meet("clash closed by agreement");
            }
            self.meet("already so");
            return None;
        }
        if today == expected || also.contains(&today) {
            if today != expected {
                self.meet("built on an earlier value");
            }
            self.set(entry, stamp, column.clone(), asked);
            return Some(column);
        }
        let is_latest = open.is_none_or(|clash| clash.stamp.is_before(stamp));
        self.meet("clash");
        if is_latest {
            self.clashes.insert(place, Clash { stamp: stamp.clone(), expected, found: today, asked });
        }
        self.files.entry(entry.name()).or_default().clashes.push(column);
        None
    }

    fn set(&mut self, entry: &Entry, stamp: &Stamp, column: String, value: Option<String>) {
        let prospect = self.prospects.get_mut(entry.about()).expect("known");
        prospect.marks.insert((column.clone(), entry.device), stamp.clone());
        if column == "c_rep" {
            // Always after the attachment before it: laptops' clocks differ.
            let (before, _) = prospect.attached.last().expect("attached when it was created");
            let since = entry.created_at.max(*before + Duration::seconds(1));
            prospect.attached.push((since, value.clone()));
        }
        match &value {
            Some(text) => drop(prospect.fields.insert(column.clone(), text.clone())),
            None => drop(prospect.fields.remove(&column)),
        }
        // It has what it wanted, or somebody who saw today's value has decided.
        let place = (entry.about().to_owned(), column);
        if self.clashes.get(&place).is_some_and(|clash| clash.asked == value || clash.stamp.is_before(stamp))
        {
            self.clashes.remove(&place);
            self.meet("clash closed by a decision");
        }
    }
}
