//! Two days of a whole company: several reps, some with two laptops, each doing a little of everything.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::company::Company;
use super::faults::FAULTS;
use super::laptop::{Laptop, Numbering, View};
use super::payloads;
use super::random::Random;
use super::values::{Fields, Values};
use super::world::{Conversion, World};
use super::{Draft, Entry};
use crate::support::now;

/// Everything that a test needs to play these days.
pub struct Days {
    pub company: Company,
    /// Integrated before, in a pass of its own.
    pub opening: Vec<Entry>,
    /// Done by the accountants after that pass.
    pub conversions: Vec<Conversion>,
    pub entries: Vec<Entry>,
}

/// The generator at work.
pub struct Diary {
    pub random: Random,
    pub values: Values,
    pub company: Company,
    pub world: World,
    pub laptops: Vec<Laptop>,
    pub at: DateTime<Utc>,
    /// When the entry before this one was written.
    last: DateTime<Utc>,
    /// Names of files that should be integrated.
    pub written: Vec<String>,
}

/// How many of the laptops below are of reps whose visits are welcome.
const WORKING: usize = 9;
/// The one whose clock is set back.
const SET_BACK: usize = 8;

fn laptops() -> Vec<Laptop> {
    use Numbering::{Numbered, NumberedAfter, Unnumbered};
    [
        ("jdupont", "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11", Numbered),
        ("jdupont", "00000000-0000-4000-8000-000000000003", Numbered),
        ("amartin", "00000000-0000-4000-8000-000000000002", Numbered),
        ("amartin", "5d0b6c1e-93c5-4d27-8a40-3ad0d3a6b2f4", Unnumbered),
        ("pbernard", "9a0f1c44-5b7e-4f0a-9b1d-2f6d3a1b0c4d", Unnumbered),
        ("sleroy", "0a8d2f5c-7e11-4c3b-8b0e-6f2f0a9d7c55", NumberedAfter(30)),
        ("mgarnier", "c3e1a7b2-4d6f-4e8a-9c0b-1d2e3f4a5b6c", Numbered),
        ("chef.ventes", "e7d6c5b4-a392-4817-8615-243342515f60", Numbered),
        ("sleroy", "f00dcafe-1234-4abc-8def-0123456789ab", Numbered),
        ("parti", "11111111-2222-4333-8444-555555555555", Numbered),
        ("sanscode", "21111111-2222-4333-8444-555555555555", Numbered),
        ("inconnu", "31111111-2222-4333-8444-555555555555", Unnumbered),
    ]
    .into_iter()
    .map(|(author, device, numbering)| Laptop::new(author, device, numbering))
    .collect()
}

/// `count` files of the two days before the tests' clock, and what stood before them.
pub fn two_days(seed: u64, count: usize) -> Days {
    let (mut random, mut values) = (Random::new(seed), Values::default());
    let company = Company::new(&mut random, &mut values);
    let (world, at, last) = (World::default(), now() - Duration::days(3), now() - Duration::days(2));
    let mut diary =
        Diary { random, values, company, world, laptops: laptops(), at, last, written: Vec::new() };
    let opening = diary.opening();
    let conversions = diary.conversions();
    let mut entries = diary.ahead();
    let (start, span) = (now() - Duration::days(2), Duration::days(2).num_seconds() / count as i64);
    for number in 0..count as i64 {
        if number == count as i64 / 2 {
            // From now on this laptop's numbers and its times say different things.
            diary.laptops[SET_BACK].behind = Duration::hours(2);
        }
        diary.at = start + Duration::seconds(number * span + diary.random.below(span as usize) as i64);
        let entry = diary.next();
        entries.push(entry);
    }
    Days { company: diary.company, opening, conversions, entries }
}

impl Diary {
    /// Three prospects of each working laptop, seen once.
    fn opening(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for round in 0..6 {
            for which in 0..WORKING {
                self.at += Duration::seconds(60);
                let draft = if round % 2 == 0 { self.create(which) } else { self.visit_prospect(which) };
                let draft = draft.expect("nothing is in the way yet");
                entries.push(self.write(which, draft));
            }
        }
        entries
    }

    /// Every third of them became a customer, on the first evening.
    fn conversions(&mut self) -> Vec<Conversion> {
        let at = "2026-11-19T18:30:00Z".parse().expect("an instant");
        let mut conversions = Vec::new();
        for (number, (prospect, known)) in self.world.prospects.iter_mut().enumerate() {
            if number % 3 == 0 {
                known.converted = true;
                let customer = format!("C9{number:04}");
                let name = known.fields["nom_client"].as_str().expect("a name").to_owned();
                conversions.push(Conversion { prospect: prospect.clone(), customer, name, at });
            }
        }
        conversions
    }

    /// Two visits of a laptop whose clock is ahead of the server's.
    fn ahead(&mut self) -> Vec<Entry> {
        let clock = std::mem::replace(&mut self.at, now() + Duration::minutes(90));
        let mut laptop = Laptop::new("amartin", "41111111-2222-4333-8444-555555555555", Numbering::Numbered);
        let entries = (0..2).map(|_| {
            let draft = Draft { why: "the clock is ahead", ..self.visit_customer(0) };
            laptop.write(draft, self.at, &mut self.random)
        });
        let entries = entries.collect();
        self.at = clock;
        entries
    }

    fn next(&mut self) -> Entry {
        if self.random.one_in(60) {
            let stranger = WORKING + self.random.below(self.laptops.len() - WORKING);
            let draft = Draft { why: "a user who may not", ..self.visit_customer(stranger) };
            return self.write(stranger, draft.wrong());
        }
        let which = self.random.below(WORKING);
        if self.random.one_in(35) {
            self.laptops[which].adopt(&self.world);
        }
        // Two laptops may write in the same second.
        let same_second = self.random.one_in(20);
        let at = if same_second { self.last } else { self.at };
        self.last = at;
        self.at = at - self.laptops[which].behind;
        let draft = if same_second { None } else { self.anything(which) };
        let draft = draft.unwrap_or_else(|| self.visit_customer(which));
        self.write(which, draft)
    }

    fn write(&mut self, which: usize, draft: Draft) -> Entry {
        let wrong = draft.wrong;
        let entry = self.laptops[which].write(draft, self.at, &mut self.random);
        if !wrong {
            self.world.take_in(&entry);
            self.written.push(entry.name());
        }
        entry
    }

    fn anything(&mut self, which: usize) -> Option<Draft> {
        match self.random.below(100) {
            0..26 => Some(self.visit_customer(which)),
            26..33 => Some(self.request(which)),
            33..43 => self.create(which),
            43..63 => self.edit(which),
            63..74 => self.visit_prospect(which),
            74..78 => self.convert(which),
            78..81 => self.delete(which),
            81..84 => self.correct(which),
            _ => FAULTS[self.random.below(FAULTS.len())](self, which),
        }
    }

    /// VC.
    pub fn visit_customer(&mut self, _: usize) -> Draft {
        let mut payload = payloads::visit(self.at, &mut self.random);
        payload["customer"] = json!(self.random.pick(&self.company.customers).code);
        Draft::new("VC", "a visit", payload)
    }

    /// MC.
    fn request(&mut self, _: usize) -> Draft {
        let customer = self.random.pick(&self.company.customers);
        let mut payload = json!({ "customer": customer.code, "changes": [], "comment": "" });
        let day = payloads::day_of(self.at);
        let form = self.random.below(4);
        if form == 0 {
            payload["comment"] = json!("Nouvelle secrétaire depuis le 1er.");
        }
        if form == 1 || self.random.one_in(4) {
            payload["follow_up_on"] = payloads::follow_up(day, &mut self.random);
        }
        if form == 1 && self.random.one_in(2) {
            payload["fleet"] = payloads::fleet(&mut self.random);
        }
        if form >= 2 {
            payload["comment"] = json!(payloads::comment(&mut self.random));
            let (iban, bic) = self.values.bank_account(&mut self.random);
            let asked = [
                ("tel_1", json!(self.values.phone(&mut self.random))),
                ("contact_divers_4", json!(self.values.email())),
                ("adr2_fac", Value::Null),
                ("nb_jour_1", json!(45)),
                ("iban", json!(iban)),
                ("bic", json!(bic)),
                ("nom_client", json!(self.values.name(&mut self.random))),
            ];
            let shown =
                |column: &str| if column == "adr2_fac" { json!("ZI Nord") } else { customer.shown(column) };
            let wanted = self.random.below(asked.len());
            let changes: Vec<Value> = asked
                .iter()
                .enumerate()
                .filter(|(i, _)| *i == wanted || self.random.one_in(4))
                .map(|(_, (column, to))| json!({ "field": column, "from": shown(column), "to": to }))
                .collect();
            payload["changes"] = json!(changes);
        }
        Draft::new("MC", "a request", payload)
    }

    /// CP, from the name alone to the full sheet; now and then of somebody who is known already.
    pub fn create(&mut self, which: usize) -> Option<Draft> {
        let name = self.values.name(&mut self.random);
        let own = self.laptops[which].c_rep();
        let mut fields = match self.random.below(3) {
            0 => Fields::new(),
            1 => self.values.full_sheet(&mut self.random, &name, own.unwrap_or("JD01")),
            _ => [("tel_1".to_owned(), json!(self.values.phone(&mut self.random)))].into_iter().collect(),
        };
        fields.insert("nom_client".to_owned(), json!(name));
        let mut why = "a new prospect";
        if self.random.one_in(3) {
            fields.insert(
                "c_rep".to_owned(),
                json!(self.random.pick(&["JD01", "AM01", "PB01", "SL01", "CV01"])),
            );
            why = "a new prospect for a colleague";
        }
        let mut payload = json!({ "prospect": self.random.uuid_v7(self.at.timestamp_millis()).to_string() });
        if self.random.one_in(4)
            && let Some((column, number)) = self.known_number()
        {
            fields.insert(column.to_owned(), json!(number));
            payload["duplicate_reason"] = json!("Autre site du même groupe.");
            why = "a new prospect who is known already";
        }
        if self.random.one_in(3) {
            let day = payloads::day_of(self.at);
            payload["follow_up_on"] = json!(day + chrono::Days::new(self.random.between(1, 90) as u64));
        }
        if self.random.one_in(4) {
            payload["fleet"] = payloads::fleet(&mut self.random);
        }
        payload["fields"] = Value::Object(fields.clone());
        if let Some(c_rep) = own {
            fields.entry("c_rep").or_insert_with(|| json!(c_rep));
        }
        self.laptops[which].views.insert(payload["prospect"].as_str()?.to_owned(), View::of(fields));
        Some(Draft::new("CP", why, payload))
    }

    /// The number of a customer or of a prospect.
    fn known_number(&mut self) -> Option<(&'static str, String)> {
        if self.random.one_in(2) {
            return self.random.pick(&self.company.customers).number(&mut self.random);
        }
        let others = self.world.which(|known| known.fields.contains_key("tel_1"));
        let phone = self.world.prospects[self.random.maybe(&others)?].fields["tel_1"].as_str()?.to_owned();
        let column = if self.random.one_in(3) { "tel_2" } else { "tel_1" };
        Some((column, super::values::rewritten(&phone, &mut self.random)))
    }

    /// One of the prospects on the screen: rather one with two owners, or one of which the server refused something.
    fn on_screen(&mut self, which: usize, wanted: impl Fn(&View) -> bool) -> Option<String> {
        let views = self.laptops[which].views.iter().filter(|(_, view)| wanted(view));
        let all: Vec<String> = views.map(|(prospect, _)| prospect.clone()).collect();
        let is_shared =
            |prospect: &&String| self.world.prospects.get(*prospect).is_some_and(|p| p.is_shared());
        let shared: Vec<String> = all.iter().filter(is_shared).cloned().collect();
        let views = &self.laptops[which].views;
        let is_ahead = |prospect: &&String| {
            !self.world.prospects.contains_key(*prospect) || views[*prospect].shows_what_does_not_fit()
        };
        let ahead: Vec<String> = all.iter().filter(is_ahead).cloned().collect();
        let wanted = match self.random.below(6) {
            0 => &all,
            1..4 if !ahead.is_empty() => &ahead,
            _ => &shared,
        };
        self.random.maybe(if wanted.is_empty() { &all } else { wanted }).cloned()
    }

    /// MP: fields, follow-up, fleet.
    fn edit(&mut self, which: usize) -> Option<Draft> {
        let prospect = self.on_screen(which, |_| true)?;
        let mut changes = Vec::new();
        let mut columns =
            [*self.random.pick(&payloads::EDITED[..4]), *self.random.pick(&payloads::EDITED[4..])];
        let is_creator =
            self.world.prospects.get(&prospect).is_some_and(|p| p.creator == self.laptops[which].author);
        let view = self.laptops[which].views.get_mut(&prospect)?;
        if view.shows_what_does_not_fit() {
            columns[0] = "adr1_fac";
        }
        for column in columns {
            if let Some(to) = payloads::new_value(column, view, &mut self.random, &mut self.values) {
                changes.push(view.change(column, &to));
            }
        }
        if is_creator && self.random.one_in(8) {
            let other = json!(self.random.pick(&["JD01", "AM01", "PB01", "SL01"]));
            if !view.has_shown("c_rep", &other) {
                changes.push(view.change("c_rep", &other));
            }
        }
        let mut payload = json!({ "prospect": prospect, "changes": changes });
        if changes.is_empty() || self.random.one_in(6) {
            payload["follow_up_on"] = payloads::follow_up(payloads::day_of(self.at), &mut self.random);
        }
        if self.random.one_in(8) {
            payload["fleet"] = payloads::fleet(&mut self.random);
        }
        Some(Draft::new("MP", "an edit", payload))
    }

    /// VP.
    pub fn visit_prospect(&mut self, which: usize) -> Option<Draft> {
        let mut payload = payloads::visit(self.at, &mut self.random);
        payload["prospect"] = json!(self.on_screen(which, |_| true)?);
        Some(Draft::new("VP", "a visit to a prospect", payload))
    }

    /// CC.
    fn convert(&mut self, which: usize) -> Option<Draft> {
        let prospect = self.on_screen(which, |view| !view.creation_sent)?;
        self.laptops[which].views.get_mut(&prospect)?.creation_sent = true;
        Some(self.creation(which, &prospect, "a creation"))
    }

    /// A complete one, in one of the three modes of payment.
    pub fn creation(&mut self, which: usize, prospect: &str, why: &'static str) -> Draft {
        let name = self.values.name(&mut self.random);
        let c_rep = self.laptops[which].c_rep().unwrap_or("JD01");
        let mut sheet = payloads::creation_sheet(&name, c_rep, &mut self.random, &mut self.values);
        let mut signature = Value::Null;
        match self.random.below(3) {
            0 => {
                sheet = payloads::with_bank_account(sheet, &mut self.random, &mut self.values);
                signature = payloads::signature(self.at, &mut self.random);
            }
            1 if self.random.one_in(2) => sheet = payloads::by_cheque(sheet, "AGRI", "LAIT"),
            1 => sheet = payloads::by_cheque(sheet, "EXPL", "CERE"),
            _ => {}
        }
        let mut payload = json!({ "prospect": prospect, "fields": sheet });
        if self.random.one_in(3) {
            payload["comment"] = json!("Merci de faire vite.");
        }
        Draft::new("CC", why, payload).signed(signature)
    }

    /// MP with `delete`; the program offers it only for what it knows to be alive and not on its way to the accountants.
    fn delete(&mut self, which: usize) -> Option<Draft> {
        let prospect = self.on_screen(which, |view| !view.creation_sent)?;
        self.laptops[which].views.remove(&prospect);
        Some(Draft::new(
            "MP",
            "a deletion",
            json!({ "prospect": prospect, "delete": { "reason": "A fermé." } }),
        ))
    }

    /// The correction of a refused file.
    pub fn correct(&mut self, which: usize) -> Option<Draft> {
        let laptop = &mut self.laptops[which];
        let draft = laptop.to_correct.pop()?;
        laptop.correct(draft, self.at)
    }
}
