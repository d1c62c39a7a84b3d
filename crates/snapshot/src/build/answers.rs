//! What the answers of a visit count as. The same few answers come again and again, so each is resolved once.

use std::collections::{BTreeMap, HashMap};

use domain::VisitForm;

/// What memory keeps of one version of the form at most; above it, answers are resolved anew.
const MOST_KNOWN: usize = 10_000;

/// The forms, and the answers met so far.
#[derive(Debug)]
pub(super) struct Meanings {
    /// As they travel.
    forms: BTreeMap<u32, VisitForm>,
    /// The same with what any version says of a node: a meaning that was given late counts for answers of before.
    complete: BTreeMap<u32, VisitForm>,
    known: HashMap<u32, HashMap<String, Meant>>,
}

/// As the columns `picked`, `contact` and `quotes` hold it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meant {
    /// Whether what was picked is a JSON list of texts.
    pub(super) is_list: bool,
    pub(super) contact: Option<String>,
    pub(super) quotes: Option<String>,
}

impl Meanings {
    pub(super) fn new(forms: BTreeMap<u32, VisitForm>) -> Self {
        let complete =
            forms.iter().map(|(version, form)| (*version, form.with_meanings_of(forms.values()))).collect();
        Self { forms, complete, known: HashMap::new() }
    }

    pub(super) const fn forms(&self) -> &BTreeMap<u32, VisitForm> {
        &self.forms
    }

    /// Of no answers, an unknown version or what is no list: nothing.
    pub(super) fn of(&mut self, answers: Option<&(u32, String)>) -> Meant {
        let Some((version, picked)) = answers else { return Meant::default() };
        let known = self.known.entry(*version).or_default();
        if let Some(meant) = known.get(picked) {
            return meant.clone();
        }
        let meant = resolve(self.complete.get(version), picked);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(picked.clone(), meant.clone());
        meant
    }
}

fn resolve(form: Option<&VisitForm>, picked: &str) -> Meant {
    let Ok(picked) = serde_json::from_str::<Vec<String>>(picked) else { return Meant::default() };
    let meaning = form.map(|form| form.meaning(picked.iter().map(String::as_str))).unwrap_or_default();
    let quotes: Vec<String> = meaning.quotes.into_iter().collect();
    Meant { is_list: true, contact: meaning.contact, quotes: (!quotes.is_empty()).then(|| quotes.join(" ")) }
}
