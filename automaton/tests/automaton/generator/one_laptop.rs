//! The life of one laptop: some twenty-five files, of all six kinds, about customers, new prospects, shared ones and one that became
//! a customer. Several stories run beside each other; a seed says which goes on next.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::company::Company;
use super::laptop::{Laptop, Numbering, View};
use super::payloads;
use super::random::Random;
use super::values::Values;
use super::world::Conversion;
use super::{Draft, Entry};
use crate::support::now;

/// What this laptop wrote.
#[derive(Debug)]
pub struct LaptopLife {
    pub entries: Vec<Entry>,
    /// Pairs of places in `entries`: the second was written because the refusal of the first had come back.
    pub after: Vec<(usize, usize)>,
}

/// The rep's prospects of before, by what they are for.
pub struct Before {
    pub company: Company,
    pub opening: Vec<Entry>,
    pub conversions: Vec<Conversion>,
    edited: Known,
    agreed: Known,
    converted: String,
}

/// A prospect that a colleague changed while this laptop was away: its field, what the laptop still shows, what it is now.
struct Known {
    prospect: String,
    column: &'static str,
    shown: Value,
    today: Value,
}

#[derive(Clone, Copy)]
enum Step {
    VisitCustomer,
    VisitOnAWrongDay,
    Request,
    Create(&'static str),
    CreateTooLong(&'static str),
    Correct,
    Edit(&'static str, &'static str),
    EditToday(&'static str),
    SeeToday,
    AgreeWithToday,
    EditTheCustomerToBe,
    Visit(&'static str),
    Attach(&'static str),
    Convert(&'static str),
    Delete(&'static str),
}

/// Each is told in order.
fn stories() -> Vec<Vec<Step>> {
    use Step::{
        AgreeWithToday, Attach, Convert, Correct, Create, CreateTooLong, Delete, Edit, EditTheCustomerToBe,
        EditToday, Request, SeeToday, Visit, VisitCustomer, VisitOnAWrongDay,
    };
    vec![
        vec![VisitCustomer, VisitOnAWrongDay, VisitCustomer, Correct],
        vec![Request, Request, Request],
        vec![
            Create("signed"),
            Edit("signed", "adr2_fac"),
            Visit("signed"),
            Edit("signed", "adr2_fac"),
            Edit("signed", "c_attention"),
            Convert("signed"),
            Edit("signed", "adr2_fac"),
        ],
        vec![
            Create("lost"),
            Edit("lost", "etape"),
            Attach("lost"),
            Visit("lost"),
            Edit("lost", "etape"),
            Edit("lost", "etape"),
            Delete("lost"),
        ],
        vec![
            CreateTooLong("late"),
            Edit("late", "adr2_fac"),
            Correct,
            Edit("late", "adr2_fac"),
            Visit("late"),
        ],
        vec![Edit("edited", ""), Edit("edited", ""), SeeToday, EditToday("edited"), EditToday("edited")],
        vec![Edit("agreed", ""), AgreeWithToday],
        vec![EditTheCustomerToBe, Visit("converted")],
    ]
}

const DEVICE: &str = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";

/// What stands in the base before the laptop's files come: the same for every seed.
pub fn opening_of_one_laptop() -> Before {
    let (mut random, mut values) = (Random::new(1), Values::default());
    let company = Company::new(&mut random, &mut values);
    let mut other = Laptop::new("jdupont", "00000000-0000-4000-8000-000000000003", Numbering::Numbered);
    let mut colleague = Laptop::new("amartin", "00000000-0000-4000-8000-000000000002", Numbering::Numbered);
    let mut at = now() - Duration::days(3);
    let mut opening = Vec::new();
    let mut create = |laptop: &mut Laptop, c_rep: &str| {
        at += Duration::seconds(60);
        let prospect = random.uuid_v7(at.timestamp_millis()).to_string();
        let name = values.name(&mut random);
        let fields = values.full_sheet(&mut random, &name, c_rep);
        let payload = json!({ "prospect": prospect, "fields": fields });
        opening.push(laptop.write(Draft::new("CP", "before", payload), at, &mut random));
        (prospect, fields)
    };
    let (edited, sheet) = create(&mut other, "AM01");
    let (agreed, other_sheet) = create(&mut colleague, "JD01");
    let (converted, last_sheet) = create(&mut other, "JD01");
    let known = |prospect, column, shown: &Value, today: &str| Known {
        prospect,
        column,
        shown: shown.clone(),
        today: json!(today),
    };
    let edited = known(edited, "tel_1", &sheet["tel_1"], "02 61 91 99 99");
    let agreed = known(agreed, "ville_fac", &other_sheet["ville_fac"], "Mayenne");
    for foreign in [&edited, &agreed] {
        at += Duration::seconds(60);
        let change = json!({ "field": foreign.column, "from": foreign.shown, "to": foreign.today });
        let payload = json!({ "prospect": foreign.prospect, "changes": [change] });
        opening.push(colleague.write(Draft::new("MP", "before", payload), at, &mut random));
    }
    let name = last_sheet["nom_client"].as_str().expect("a name").to_owned();
    let conversion = Conversion {
        prospect: converted.clone(),
        customer: "C90001".to_owned(),
        name,
        at: "2026-11-20T09:30:00Z".parse().expect("an instant"),
    };
    Before { company, opening, conversions: vec![conversion], edited, agreed, converted }
}

/// The laptop at work.
struct Life<'b> {
    before: &'b Before,
    random: Random,
    values: Values,
    laptop: Laptop,
    /// The prospects by the name that the stories give them.
    prospects: BTreeMap<&'static str, String>,
    at: DateTime<Utc>,
    numbered: bool,
    entries: Vec<Entry>,
    after: Vec<(usize, usize)>,
}

/// One laptop's files. With an even seed they are numbered, and the laptop's clock is set back once amid them.
pub fn one_laptop(seed: u64, before: &Before) -> LaptopLife {
    let numbered = seed.is_multiple_of(2);
    let numbering = if numbered { Numbering::Numbered } else { Numbering::Unnumbered };
    let mut life = Life {
        before,
        random: Random::new(seed),
        values: Values::from_number(5_000),
        laptop: Laptop::new("jdupont", DEVICE, numbering),
        prospects: BTreeMap::new(),
        at: now() - Duration::hours(40),
        numbered,
        entries: Vec::new(),
        after: Vec::new(),
    };
    for (name, known) in [("edited", &before.edited), ("agreed", &before.agreed)] {
        let fields = [(known.column.to_owned(), known.shown.clone())].into_iter().collect();
        life.laptop.views.insert(known.prospect.clone(), View::of(fields));
        life.prospects.insert(name, known.prospect.clone());
    }
    life.prospects.insert("converted", before.converted.clone());
    let mut stories: Vec<_> = stories().into_iter().map(Vec::into_iter).collect();
    while !stories.is_empty() {
        let which = life.random.below(stories.len());
        match stories[which].next() {
            Some(step) => life.go_on(step),
            None => drop(stories.remove(which)),
        }
    }
    LaptopLife { entries: life.entries, after: life.after }
}

impl Life<'_> {
    fn go_on(&mut self, step: Step) {
        self.at += Duration::seconds(self.random.between(40, 4_000) as i64);
        // Amid the life of the prospect that is deleted at its end: then only the numbers tell what came first.
        if self.numbered && matches!(step, Step::Visit("lost")) {
            self.at -= Duration::hours(20);
        }
        let Some(draft) = self.draft(step) else { return };
        let entry = self.laptop.write(draft, self.at, &mut self.random);
        if let Some(first) = self.entries.iter().position(|other| entry.replaces == Some(other.name())) {
            self.after.push((first, self.entries.len()));
        }
        self.entries.push(entry);
    }

    fn draft(&mut self, step: Step) -> Option<Draft> {
        Some(match step {
            Step::VisitCustomer => self.visit("VC", "customer", "C01846"),
            Step::VisitOnAWrongDay => {
                let mut draft = self.visit("VC", "customer", "C02184");
                let right = draft.payload.clone();
                draft.payload["visited_on"] = json!("2026-10-01");
                draft.why = "a date out of bounds";
                draft.corrected_by(right, Value::Null)
            }
            Step::Request => self.request(),
            Step::Create(name) => self.create(name),
            Step::CreateTooLong(name) => {
                let mut draft = self.create(name);
                let right = draft.payload.clone();
                draft.payload["fields"]["nom_client"] =
                    json!("Établissements Perrin Père, Fils & Petit-Fils");
                draft.why = "a name that does not fit";
                draft.corrected_by(right, Value::Null)
            }
            Step::Correct => {
                let draft = self.laptop.to_correct.remove(0);
                return self.laptop.correct(draft, self.at);
            }
            Step::Edit(name, column) => self.edit(name, column),
            Step::SeeToday => return self.see_today(),
            Step::EditToday(name) => self.edit(name, ""),
            Step::AgreeWithToday => {
                let known = &self.before.agreed;
                let view = self.laptop.views.get_mut(&known.prospect)?;
                let change = view.change(known.column, &known.today);
                Draft::new("MP", "agrees", json!({ "prospect": known.prospect, "changes": [change] }))
            }
            Step::EditTheCustomerToBe => {
                let change =
                    json!({ "field": "fax", "from": null, "to": self.values.phone(&mut self.random) });
                let payload =
                    json!({ "prospect": self.before.converted, "changes": [change], "fleet": { "GC": 3 } });
                Draft::new("MP", "of a converted one", payload)
            }
            Step::Visit(name) => {
                let prospect = self.prospects[name].clone();
                self.visit("VP", "prospect", &prospect)
            }
            Step::Attach(name) => {
                let prospect = self.prospects[name].clone();
                let change = self.laptop.views.get_mut(&prospect)?.change("c_rep", &json!("PB01"));
                Draft::new("MP", "attaches", json!({ "prospect": prospect, "changes": [change] }))
            }
            Step::Convert(name) => self.convert(name),
            Step::Delete(name) => {
                let payload =
                    json!({ "prospect": self.prospects[name], "delete": { "reason": "Cessation" } });
                Draft::new("MP", "deletes", payload)
            }
        })
    }

    fn visit(&mut self, kind: &'static str, who: &str, whom: &str) -> Draft {
        let mut payload = payloads::visit(self.at, &mut self.random);
        payload[who] = json!(whom);
        Draft::new(kind, "a visit", payload)
    }

    fn request(&mut self) -> Draft {
        let mut payload = json!({ "customer": "C03390", "changes": [], "comment": "" });
        match self.random.below(3) {
            0 => payload["comment"] = json!("Rappeler le client, SVP."),
            1 => payload["follow_up_on"] = payloads::follow_up(payloads::day_of(self.at), &mut self.random),
            _ => {
                let (iban, _) = self.values.bank_account(&mut self.random);
                payload["changes"] = json!([{ "field": "iban", "from": null, "to": iban }]);
                payload["fleet"] = payloads::fleet(&mut self.random);
            }
        }
        Draft::new("MC", "a request", payload)
    }

    /// Often with a number of a customer's; each story has its own customers, so that two prospects are never alike: whether that is
    /// noticed depends on what arrives first.
    fn create(&mut self, name: &'static str) -> Draft {
        let prospect = self.random.uuid_v7(self.at.timestamp_millis()).to_string();
        let sheet_name = self.values.name(&mut self.random);
        let mut fields = self.values.full_sheet(&mut self.random, &sheet_name, "JD01");
        ["adr2_fac", "c_attention", "date_creation_ste"]
            .iter()
            .for_each(|column| drop(fields.remove(*column)));
        if name == "lost" || self.random.one_in(2) {
            let first =
                3 + 12 * ["lost", "signed", "late"].iter().position(|story| *story == name).unwrap_or(0);
            let customer = self.random.pick(&self.before.company.customers[first..first + 12]);
            if let Some((column, number)) = customer.number(&mut self.random) {
                fields.insert(column.to_owned(), json!(number));
            }
        }
        let payload =
            json!({ "prospect": prospect, "fields": fields, "fleet": payloads::fleet(&mut self.random) });
        self.laptop.views.insert(prospect.clone(), View::of(fields));
        self.prospects.insert(name, prospect);
        Draft::new("CP", "a new prospect", payload)
    }

    /// Of few values, so that now and then one is taken back.
    fn edit(&mut self, name: &str, column: &'static str) -> Draft {
        let prospect = self.prospects[name].clone();
        let column = if column.is_empty() { self.column_of(name) } else { column };
        let view = self.laptop.views.get_mut(&prospect).expect("on the screen");
        let values = match column {
            "etape" => vec![Value::Null, json!("visité"), json!("perdu")],
            "tel_1" | "ville_fac" => vec![json!(format!("0{}", 261_910_500 + self.random.below(300)))],
            _ => vec![Value::Null, json!("Le Bas Moulin"), json!("Bâtiment D")],
        };
        let others: Vec<Value> = values.into_iter().filter(|value| *value != view.value(column)).collect();
        let to = self.random.maybe(&others).cloned().unwrap_or_else(|| json!("02 61 91 88 88"));
        let mut payload = json!({ "prospect": prospect, "changes": [view.change(column, &to)] });
        if self.random.one_in(3) {
            payload["follow_up_on"] = payloads::follow_up(payloads::day_of(self.at), &mut self.random);
        }
        Draft::new("MP", "an edit", payload)
    }

    fn column_of(&self, name: &str) -> &'static str {
        if name == "edited" { self.before.edited.column } else { self.before.agreed.column }
    }

    /// No file: the laptop adopts a base in which the colleague's value stands. Sometimes it does not.
    fn see_today(&mut self) -> Option<Draft> {
        if !self.random.one_in(3) {
            let known = &self.before.edited;
            let fields = [(known.column.to_owned(), known.today.clone())].into_iter().collect();
            self.laptop.views.insert(known.prospect.clone(), View::of(fields));
        }
        None
    }

    fn convert(&mut self, name: &str) -> Draft {
        let sheet_name = self.values.name(&mut self.random);
        let sheet = payloads::creation_sheet(&sheet_name, "JD01", &mut self.random, &mut self.values);
        let sheet = payloads::with_bank_account(sheet, &mut self.random, &mut self.values);
        let payload = json!({ "prospect": self.prospects[name], "fields": sheet });
        Draft::new("CC", "a creation", payload).signed(payloads::signature(self.at, &mut self.random))
    }
}
