//! Texts that stand nowhere else, and a search for all of them at once.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::generator::Random;

/// By how many bytes a text is looked up.
const BEGINNING: usize = 7;

/// One text, and the folders where it may be and must be.
pub struct Secret {
    pub what: String,
    pub may: BTreeSet<&'static str>,
    pub must: BTreeSet<&'static str>,
    bytes: Vec<u8>,
}

pub struct Secrets {
    random: Random,
    pub all: Vec<Secret>,
    beginnings: HashMap<[u8; BEGINNING], Vec<usize>>,
    /// Whether one begins with these two bytes: most places of a file are passed over by that.
    pairs: Vec<bool>,
}

fn pair(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

impl Secrets {
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            all: Vec::new(),
            beginnings: HashMap::new(),
            pairs: vec![false; 1 << 16],
        }
    }

    /// A word that nobody writes.
    pub fn word(&mut self, letters: usize) -> String {
        (0..letters).map(|_| char::from(*self.random.pick(b"BCDFGHJKLMNPQRSTVWXZ"))).collect()
    }

    pub fn digits(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789"[self.random.below(10)])).collect()
    }

    /// A German account: whole, it passes every check, and no key of a country is in it.
    pub fn iban(&mut self) -> String {
        let account = self.digits(18);
        let checked = format!("{account}131400");
        let rest = checked.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
        format!("DE{:02}{account}", 98 - rest)
    }

    pub fn bic(&mut self) -> String {
        format!("{}DE{}", self.word(4), self.word(5))
    }

    pub fn add(&mut self, what: &str, text: &str, may: &[&'static str], must: &[&'static str]) {
        self.add_bytes(what, text.to_ascii_lowercase().into_bytes(), may, must);
    }

    /// In either spelling.
    pub fn add_uuid(&mut self, what: &str, id: Uuid, may: &[&'static str], must: &[&'static str]) {
        self.add(what, &id.to_string(), may, must);
        self.add(&format!("{what}, without hyphens"), &id.simple().to_string(), may, &[]);
        self.add_bytes(&format!("{what}, as bytes"), id.as_bytes().to_ascii_lowercase(), may, &[]);
    }

    fn add_bytes(&mut self, what: &str, bytes: Vec<u8>, may: &[&'static str], must: &[&'static str]) {
        let beginning = *bytes.first_chunk().unwrap_or_else(|| panic!("{what} is too short"));
        self.pairs[pair(&beginning)] = true;
        self.beginnings.entry(beginning).or_default().push(self.all.len());
        let [may, must] = [may, must].map(|folders| folders.iter().copied().collect());
        self.all.push(Secret { what: what.to_owned(), may, must, bytes });
    }

    /// Which of them stand in these bytes, in lower or upper case.
    pub fn within(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let bytes = bytes.to_ascii_lowercase();
        let mut found = BTreeSet::new();
        for (at, beginning) in bytes.windows(BEGINNING).enumerate() {
            if !self.pairs[pair(beginning)] {
                continue;
            }
            let known = self.beginnings.get(beginning).into_iter().flatten();
            found.extend(known.filter(|secret| bytes[at..].starts_with(&self.all[**secret].bytes)));
        }
        found
    }
}
