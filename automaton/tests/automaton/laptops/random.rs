//! Random days: entries, crashes of either side, late, repeated, reordered and half-copied files, rebuilds and decisions at any time. After
//! each step every laptop shows each of its entries exactly once; in the end everything has arrived once. CI runs a few seeds, `TOURNEE_FULL`
//! thousands; a failure prints its seed and its story.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use client::ProspectsQuery;
use serde_json::{Value, json};

use super::check::{all_arrived, each_entry_once, pending_creations};
use super::world::{World, creation, edit, mirror, names, new_prospect, visit};

const SEED: u64 = 20_261_122;
const SAMPLE: u64 = 4;
const FULL: u64 = 2_000;
const STEPS: usize = 60;

/// xorshift64*: a story is made of its seed alone.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 to `sides` - 1.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

/// One random day.
struct Story {
    world: World,
    dice: Dice,
    prospects: usize,
    told: RefCell<Vec<String>>,
}

#[test]
fn random_days() {
    let stories = if std::env::var_os("TOURNEE_FULL").is_some() { FULL } else { SAMPLE };
    let first = std::env::var("TOURNEE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    for seed in first..first + stories {
        let mut story =
            Story { world: World::new(), dice: Dice::new(seed), prospects: 0, told: RefCell::default() };
        let lived = catch_unwind(AssertUnwindSafe(|| story.live()));
        if let Err(panic) = lived {
            let told = story.told.borrow().join("\n");
            eprintln!("TOURNEE_SEED={seed} fails after:\n{told}");
            resume_unwind(panic);
        }
    }
}

impl Story {
    fn live(&mut self) {
        for _ in 0..STEPS {
            let seconds = *self.dice.pick(&[1, 5, 20, 60, 600, 3_600]);
            self.world.tick(seconds);
            self.step();
            for number in 0..self.world.laptops.len() {
                self.world.laptop(number);
                each_entry_once(&self.world, number);
            }
        }
        self.tell("everything travels".to_owned());
        self.world.settle();
        all_arrived(&self.world);
    }

    fn tell(&self, line: String) {
        self.told.borrow_mut().push(format!("{} {line}", self.world.now.format("%d %H:%M:%S")));
    }

    fn step(&mut self) {
        let number = self.dice.roll(self.world.laptops.len());
        match self.dice.roll(20) {
            0..4 => self.enter(number),
            4 | 5 => self.upload(number),
            6 | 7 => self.download(number),
            8 | 9 => {
                self.tell(format!("laptop {number} looks at its folders"));
                self.world.synchronise(number);
            }
            10 | 11 => self.server(&["integrate"]),
            12 => self.server(&["rebuild"]),
            13 => self.decide(),
            14 => self.laptop_dies(number),
            15..18 => self.good_hour(number),
            _ => {
                self.tell(format!("laptop {number} is restarted"));
                self.world.laptops[number].close();
            }
        }
    }

    /// A network for a while, and a server that does its work: without it little would ever come to an end. One of the two bases may
    /// stay behind all the same.
    fn good_hour(&mut self, number: usize) {
        self.tell(format!("a good hour for laptop {number}"));
        self.world.synchronise(number);
        self.world.upload(number);
        self.world.integrate();
        if self.dice.roll(2) == 0 {
            self.decide();
            self.world.rebuild();
        }
        for (from, to) in self.world.published(number) {
            self.world.laptops[number].remember(&to);
            if self.dice.roll(3) > 0 {
                mirror(&from, &to, |_| true);
            }
        }
        self.world.synchronise(number);
    }

    fn enter(&mut self, number: usize) {
        let mut prospects = self
            .world
            .laptop(number)
            .prospects(&ProspectsQuery { limit: 100, ..Default::default() })
            .expect("a base")
            .rows;
        prospects.retain(|row| row.own);
        let draft = match (self.dice.roll(10), prospects.is_empty()) {
            (0, _) => self.request(),
            (1, _) | (4.., true) => self.new_prospect(number),
            (2 | 3, _) => self.visit_customer(),
            (roll, false) => {
                let id = self.dice.pick(&prospects).id.to_string();
                match roll {
                    4 | 5 => visit(&id, "Visite du prospect."),
                    // Each laptop has its own fields: what two of them change is another test's (clashes).
                    6 => edit(
                        &id,
                        ["adr1_fac", "adr2_fac", "adr3_fac"][number],
                        &format!("RUE {}", self.dice.roll(5)),
                    ),
                    _ => creation(&id, "CLIENT NEUF", &[]),
                }
            }
        };
        let said = self.world.enter(number, draft.clone());
        let outcome =
            said.map_or_else(|refusal| format!("refused: {refusal}"), |saved| saved.name.to_string());
        self.tell(format!("laptop {number} enters {draft}: {outcome}"));
    }

    fn request(&mut self) -> Value {
        let code = *self.dice.pick(&["C01846", "C02184", "C03390"]);
        let telephone = format!("02 61 91 00 {:02}", self.dice.roll(100));
        json!({ "kind": "request", "customer": code, "fields": { "tel_1": telephone } })
    }

    fn new_prospect(&mut self, number: usize) -> Value {
        self.prospects += 1;
        let id = format!("019ab3c4-7d1e-7a52-9c1f-{:012x}", 0xbb00 + self.prospects);
        new_prospect(&id, &format!("GARAGE {number} {}", self.prospects), json!({ "c_pays": "FR" }))
    }

    fn visit_customer(&mut self) -> Value {
        let code = *self.dice.pick(&["C01846", "C02184", "C03390"]);
        let mut draft = visit(code, "Passage.");
        match self.dice.roll(4) {
            0 => draft["follow_up_on"] = json!(format!("2026-12-{:02}", 1 + self.dice.roll(28))),
            1 => draft["follow_up_on"] = Value::Null,
            2 => draft["fleet"] = json!({ "VL": self.dice.roll(9) }),
            _ => {}
        }
        draft
    }

    /// The sync carries some of a laptop's files: each or not, whole or half.
    fn upload(&mut self, number: usize) {
        let device = self.world.laptop(number).device().to_string();
        let site = &self.world.laptops[number];
        let of = |root: std::path::PathBuf| root.join(site.user).join(&device);
        let (from, to) = (of(site.inbox()), of(self.world.place.path("inbox")));
        self.carry(&from, &to, "to the server");
    }

    /// The sync carries some published files to a laptop, in some order, or brings late what was published earlier.
    fn download(&mut self, number: usize) {
        if self.dice.roll(5) == 0 {
            let late: Vec<_> = self.world.laptops[number]
                .earlier()
                .map(|(path, bytes)| (path.clone(), bytes.clone()))
                .collect();
            if !late.is_empty() {
                let (path, bytes) = self.dice.pick(&late);
                self.tell(format!("late: {} bytes for {}", bytes.len(), path.display()));
                std::fs::write(path, bytes).expect("written");
                return;
            }
        }
        let mut folders = self.world.published(number);
        if self.dice.roll(2) == 0 {
            folders.reverse();
        }
        for (from, to) in folders {
            self.world.laptops[number].remember(&to);
            if self.dice.roll(4) > 0 {
                self.carry(&from, &to, &format!("to laptop {number}"));
            }
        }
    }

    fn carry(&mut self, from: &std::path::Path, to: &std::path::Path, whither: &str) {
        let half = self.dice.roll(6) == 0;
        let whole = self.dice.roll(2) == 0;
        let mut carried = 0;
        let dice = &mut self.dice;
        mirror(from, to, |_| {
            let chosen = whole || dice.roll(3) > 0;
            carried += usize::from(chosen);
            chosen
        });
        let lying = names(to);
        if half && !lying.is_empty() {
            let name = self.dice.pick(&lying).clone();
            let bytes = std::fs::read(to.join(&name)).expect("read");
            std::fs::write(to.join(&name), &bytes[..bytes.len() / 2]).expect("written");
            self.tell(format!("only half of {name} is {whither}"));
        }
        self.tell(format!("{carried} files {whither}"));
    }

    /// The automaton works, and dies now and then; nobody starts it again before its time.
    fn server(&mut self, arguments: &[&str]) {
        let kill_at = (self.dice.roll(3) == 0).then(|| 1 + self.dice.roll(400) as u64);
        let (status, report) = self.world.automaton(arguments, kill_at);
        self.tell(format!("automaton {arguments:?}, to die at {kill_at:?}: {status} {report}"));
        assert!(status.code().is_none_or(|code| code < 2), "{status} {report}");
        assert!(kill_at.is_some() || report["error"].is_null(), "{report}");
    }

    fn decide(&mut self) {
        let pending = pending_creations(&self.world);
        if pending.is_empty() {
            return;
        }
        let id = self.dice.pick(&pending).clone();
        let refuse = self.dice.roll(3) == 0;
        let command: &[&str] = if refuse {
            &["creations", "refuse", &id, "Déjà client."]
        } else {
            &["creations", "validate", &id]
        };
        let (status, answer) = self.world.automaton(command, None);
        self.tell(format!("{command:?}: {status} {answer}"));
    }

    /// The laptop's program dies amid a round, or amid an entry, and is started again.
    fn laptop_dies(&mut self, number: usize) {
        let kill_at = 1 + self.dice.roll(80) as u64;
        let now = self.world.now;
        let arguments: &[&str] = if self.dice.roll(2) == 0 {
            &["sync"]
        } else {
            &["visit", "--customer", "C01846", "--comment", "Avant la panne."]
        };
        let status = self.world.laptops[number].headless(now, arguments, Some(kill_at));
        self.tell(format!("laptop {number} {arguments:?}, to die at {kill_at}: {status}"));
    }
}
