//! One laptop: its numbering, and what its screen shows of the rep's prospects: the base that it last adopted, and what was typed
//! since.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::company::{Company, Rep};
use super::payloads;
use super::random::Random;
use super::values::Fields;
use super::world::World;
use super::{Draft, Entry};

/// Whether its program numbers the entries. One that was upgraded begins with 1 after some entries without.
#[derive(Clone, Copy)]
pub enum Numbering {
    Numbered,
    Unnumbered,
    NumberedAfter(u64),
}

/// A prospect as the screen shows it.
#[derive(Clone, Default)]
pub struct View {
    pub fields: Fields,
    /// Of the fields that were typed over since the base: the values shown before.
    shown: BTreeMap<String, Vec<Value>>,
    /// Its own CC is on the way: the program offers neither a second one nor the deletion.
    pub creation_sent: bool,
}

impl View {
    pub fn of(fields: Fields) -> Self {
        Self { fields, ..Self::default() }
    }

    pub fn value(&self, column: &str) -> Value {
        self.fields.get(column).cloned().unwrap_or(Value::Null)
    }

    /// Whether the screen showed that value since the base.
    pub fn has_shown(&self, column: &str, value: &Value) -> bool {
        self.value(column) == *value || self.shown.get(column).is_some_and(|earlier| earlier.contains(value))
    }

    /// An address that the rep typed and the server refused.
    pub fn shows_what_does_not_fit(&self) -> bool {
        self.value("adr1_fac").as_str().is_some_and(|address| address.chars().count() > 35)
    }

    /// One change of an MP; the screen shows the new value from now on.
    pub fn change(&mut self, column: &str, to: &Value) -> Value {
        let from = self.value(column);
        let earlier = self.shown.entry(column.to_owned()).or_default();
        let mut change = json!({ "field": column, "from": from, "to": to });
        let also: Vec<&Value> = earlier.iter().filter(|value| **value != from).collect();
        if !also.is_empty() {
            change["also"] = json!(also);
        }
        if !earlier.contains(&from) {
            earlier.push(from);
        }
        if to.is_null() {
            self.fields.remove(column);
        } else {
            self.fields.insert(column.to_owned(), to.clone());
        }
        change
    }
}

pub struct Laptop {
    pub author: &'static str,
    pub device: &'static str,
    numbering: Numbering,
    /// How many entries it made.
    made: u64,
    /// By how much its clock was set back.
    pub behind: Duration,
    pub views: BTreeMap<String, View>,
    /// Refused files of this laptop, with what will replace them.
    pub to_correct: Vec<Draft>,
}

impl Laptop {
    pub fn new(author: &'static str, device: &'static str, numbering: Numbering) -> Self {
        let (views, to_correct) = (BTreeMap::new(), Vec::new());
        Self { author, device, numbering, made: 0, behind: Duration::zero(), views, to_correct }
    }

    pub fn rep(&self) -> Option<&'static Rep> {
        Company::rep(self.author)
    }

    pub fn c_rep(&self) -> Option<&'static str> {
        self.rep().and_then(|rep| rep.c_rep)
    }

    /// Takes the base of the moment: what is the rep's, without what is gone. What was typed of a prospect that the server does not
    /// know yet stays on top.
    pub fn adopt(&mut self, world: &World) {
        let mut views = std::mem::take(&mut self.views);
        views.retain(|prospect, _| !world.prospects.contains_key(prospect));
        for (prospect, known) in world.owned_by(self.author, self.c_rep()) {
            if known.is_live() {
                let view =
                    View { creation_sent: known.pending_from.is_some(), ..View::of(known.fields.clone()) };
                views.insert(prospect.clone(), view);
            }
        }
        self.views = views;
    }

    /// What the rep sends in place of a refused file: a prospect as the screen shows it now, a visit with a day that is right today.
    pub fn correct(&self, mut draft: Draft, at: DateTime<Utc>) -> Option<Draft> {
        if draft.kind == "CP" {
            let view = self.views.get(draft.payload["prospect"].as_str()?)?;
            draft.payload["fields"] = Value::Object(view.fields.clone());
        } else if draft.kind == "VC" {
            draft.payload["visited_on"] = json!(payloads::day_of(at));
        }
        Some(draft)
    }

    /// Makes the file of a draft.
    pub fn write(&mut self, draft: Draft, at: DateTime<Utc>, random: &mut Random) -> Entry {
        self.made += 1;
        let sequence = match self.numbering {
            Numbering::Numbered => Some(self.made),
            Numbering::Unnumbered => None,
            Numbering::NumberedAfter(without) => self.made.checked_sub(without).filter(|number| *number > 0),
        };
        let entry = Entry {
            kind: draft.kind,
            id: random.uuid_v7(at.timestamp_millis()),
            created_at: at,
            author: self.author,
            device: self.device,
            sequence,
            replaces: draft.replaces,
            payload: draft.payload,
            signature: draft.signature,
            why: draft.why,
        };
        if let Some((payload, signature)) = draft.corrected {
            let correction = Draft::new(entry.kind, "corrects a refused file", payload).signed(signature);
            self.to_correct.push(Draft { replaces: Some(entry.name()), ..correction });
        }
        entry
    }
}
