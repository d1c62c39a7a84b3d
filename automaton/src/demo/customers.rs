//! The customers: sheet, contacts, and what is needed of each to make visits and revenue.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{Datelike, NaiveDate};
use domain::{CustomerField as F, FieldValue, Sheet};
use winpneu::seeding::SeedContact;

use super::chance::{Chance, Subject};
use super::lives::{GENETS, prospects_of};
use super::names::{Company, Names, Person, capitals};
use super::numbers::{self, Whose};
use super::patterns::{self, Line};
use super::people::{REPS, agency};
use super::special::{self, Special};
use super::towns::{Town, Towns};
use super::trades::Trade;

/// More often nobody is drawn again.
const MOST_DRAWS: u8 = 60;

/// A customer.
#[derive(Debug)]
pub(super) struct Customer {
    /// `c_client`.
    pub(super) code: String,
    /// What he does.
    pub(super) trade: Trade,
    /// Whose customer he is: a place in [`REPS`].
    pub(super) rep: Option<usize>,
    /// Beside the others of the trade: 1 is middling.
    pub(super) size: f64,
    /// Annex 2.
    pub(super) sheet: Sheet,
    /// Whom one asks for.
    pub(super) contacts: Vec<SeedContact>,
}

/// What customers and prospects are made from.
pub(super) struct Register {
    pub(super) seed: u64,
    /// How many customers there will be, those included that were prospects.
    pub(super) customers: u32,
    /// The day of the demonstration.
    pub(super) today: NaiveDate,
    pub(super) towns: Towns,
    pub(super) names: Names,
    /// Whose first draw was another's name in another's town: how often it was drawn again.
    redrawn: HashMap<Whose, u8>,
}

/// Who somebody is; the rest of the sheet follows from it.
pub(super) struct Identity<'a> {
    /// What he does.
    pub(super) trade: Trade,
    /// Where he is.
    pub(super) town: Town<'a>,
    /// What he is called.
    pub(super) company: Company,
}

impl Register {
    /// Everything that names are drawn from.
    pub(super) fn new(seed: u64, customers: u32, today: NaiveDate) -> Self {
        let (towns, names) = (Towns::load(), Names::load());
        let mut register = Self { seed, customers, today, towns, names, redrawn: HashMap::new() };
        register.tell_apart();
        register
    }

    /// Draws whoever has another's name in another's town anew: so there is one commune of a name, too. A trade that has no more names
    /// (there are only so many communes) becomes another one.
    fn tell_apart(&mut self) {
        let mut taken = HashSet::new();
        let customers = (0..self.customers).map(Whose::Customer);
        for whose in customers.chain((0..prospects_of(self.customers)).map(Whose::Prospect)) {
            for drawn in 0..MOST_DRAWS {
                let (who, _) = self.drawn(whose, drawn);
                let mut hash = DefaultHasher::new();
                (&who.company.name, who.town.department, who.town.name).hash(&mut hash);
                if taken.insert(hash.finish()) || drawn + 1 == MOST_DRAWS {
                    if drawn > 0 {
                        self.redrawn.insert(whose, drawn);
                    }
                    break;
                }
            }
        }
    }

    /// Who it is, and the chance that the rest is drawn from.
    pub(super) fn identity(&self, whose: Whose) -> (Identity<'_>, Chance) {
        self.drawn(whose, self.redrawn.get(&whose).copied().unwrap_or_default())
    }

    fn drawn(&self, whose: Whose, drawn: u8) -> (Identity<'_>, Chance) {
        let (subject, number) = match whose {
            Whose::Customer(number) => (Subject::Customer, number),
            Whose::Prospect(number) | Whose::Story(number) => (Subject::Prospect, number),
        };
        let mut chance = Chance::of(self.seed, subject, u64::from(number) | u64::from(drawn) << 32);
        let special = special::of(number).filter(|_| matches!(whose, Whose::Customer(_)));
        let trade = special.map_or_else(|| draw_trade(&mut chance), |special| special.trade);
        let trade = if whose == Whose::Prospect(GENETS) { Trade::PublicWorks } else { trade };
        let town = self.towns.draw(&mut chance);
        let town = special.and_then(|special| special.town).unwrap_or(town);
        let company = self.names.company(trade, town.name, &mut chance);
        let company = match special {
            Some(Special { name, title, line, .. }) => {
                Company { name: (*name).to_owned(), title, line: *line, bearer: None }
            }
            None if whose == Whose::Prospect(GENETS) => Company {
                name: "CARRIERE DES GENETS".to_owned(),
                title: "SAS",
                line: patterns::QUARRY,
                bearer: None,
            },
            None => company,
        };
        (Identity { trade, town, company }, chance)
    }

    /// The code of the customer of that number, from 0.
    pub(super) fn code(&self, number: u32) -> String {
        // Room for new ones without one digit more.
        let width = if self.customers < 90_000 { 5 } else { 6 };
        match special::of(number) {
            Some(Special { code: Some(code), .. }) => (*code).to_owned(),
            _ => format!("C{:0width$}", number + 1),
        }
    }

    /// The customer of that number.
    pub(super) fn customer(&self, number: u32) -> Customer {
        let whose = Whose::Customer(number);
        let (Identity { trade, town, company }, mut chance) = self.identity(whose);
        let special = special::of(number);
        let rep = special.and_then(|special| special.rep).unwrap_or_else(|| rep_of(town.department, number));
        let mut draft = Draft::of(trade, &town, rep, whose);
        draft.text(F::Name, &company.name);
        draft.text(F::Title, company.title);
        self.address(&mut draft, &mut chance);
        self.reached(&mut draft, whose, &mut chance);
        self.terms(&mut draft, (trade, company.line), whose, &mut chance);
        let contacts = self.contacts(&draft, number, trade);
        // A commercial customer who has nobody yet.
        let rep = Some(rep).filter(|_| special.is_some() || !chance.percent(2));
        if rep.is_none() {
            draft.0.remove(&F::SalesRep);
        }
        let mut sheet = draft.0;
        if let Some(special) = special {
            special.spoil(&mut sheet);
        }
        let rep = rep.filter(|_| sheet.contains_key(&F::SalesRep));
        Customer { code: self.code(number), trade, rep, size: chance.skewed(), sheet, contacts }
    }

    /// Street, number, hamlet.
    pub(super) fn address(&self, draft: &mut Draft, chance: &mut Chance) {
        let place = self.names.place(chance);
        let street = ["RUE", "ROUTE", "AVENUE", "IMPASSE", "CHEMIN"];
        let first = match chance.below(5) {
            0 => format!("ZA {place}"),
            1 => hamlet(place),
            _ => format!("{} {} {place}", chance.between(1, 140), chance.pick(&street)),
        };
        draft.text(F::Address1, &capitals(&first));
        if chance.percent(8) {
            draft.text(F::Address2, &format!("BP {}", chance.between(10, 990)));
        }
    }

    /// Telephones and mail address.
    pub(super) fn reached(&self, draft: &mut Draft, whose: Whose, chance: &mut Chance) {
        if let Some(line) = numbers::line(whose) {
            draft.text(F::Phone, &spelled(&line, chance));
        }
        if chance.percent(40)
            && let Some(mobile) = numbers::mobile(whose)
        {
            draft.text(F::Mobile, &spelled(&mobile, chance));
        }
        if chance.percent(60) {
            let host = slug(&draft.0.get(&F::Name).map(ToString::to_string).unwrap_or_default());
            let box_name = chance.pick(&["contact", "atelier", "compta", "accueil"]);
            draft.text(F::Email, &format!("{box_name}@{host}.example"));
        }
    }

    /// Numbers, payment and everything with a code.
    pub(super) fn terms(
        &self,
        draft: &mut Draft,
        (trade, line): (Trade, Line),
        whose: Whose,
        chance: &mut Chance,
    ) {
        draft.text(F::Siret, &numbers::siret(whose));
        if trade != Trade::Commune {
            draft.text(F::VatNumber, &numbers::vat(whose));
        }
        draft.text(F::NafCode, line.naf);
        draft.text(F::Activity, line.activity);
        draft.text(F::SubCategory, line.sub_category);
        let mode = chance.pick(trade.ways().payment);
        draft.text(F::PaymentMode, mode);
        let days = if mode == "CH" { 20 } else { chance.pick(&[30, 30, 45, 60]) };
        draft.0.insert(F::PaymentDays, FieldValue::Integer(days));
        if mode == "LD" && chance.percent(50) {
            draft.text(F::DueDay, chance.pick(&["05", "10", "15", "25"]));
        }
        if matches!(mode, "LD" | "PR") {
            let (iban, bic) = numbers::account(whose);
            draft.text(F::Iban, &iban);
            draft.text(F::Bic, bic);
        }
        draft.text(F::InvoiceEditionType, chance.pick(&["P", "M", "M", "D"]));
        draft.text(F::Periodicity, chance.pick(&["M", "M", "Q", "D"]));
        // Long before the first visit of four years.
        let year = self.today.year() - i32::try_from(chance.between(6, 45)).unwrap_or_default();
        let founded = NaiveDate::from_ymd_opt(year, chance.between(1, 12), 1).unwrap_or(self.today);
        draft.text(F::CompanyCreatedOn, &founded.to_string());
        for (field, yes) in [
            (F::DeliveryNoteGrouping, 60),
            (F::OrderGrouping, 20),
            (F::StatementEdition, 30),
            (F::DeliveryNoteAuthorisation, 90),
            (F::FixedCharges, 25),
            (F::CustomerReferenceRequired, if trade == Trade::Commune { 90 } else { 10 }),
        ] {
            draft.text(field, if chance.percent(yes) { "O" } else { "N" });
        }
        draft.text(F::InvoicingType, if chance.percent(70) { "S" } else { "R" });
    }

    /// The people there whom the ERP knows: of some customers nobody.
    fn contacts(&self, draft: &Draft, number: u32, trade: Trade) -> Vec<SeedContact> {
        let whose = Whose::Customer(number);
        let mut chance = Chance::of(self.seed, Subject::Customer, u64::from(number) | 1 << 41);
        let text = |field| draft.0.get(&field).map(ToString::to_string);
        let known = self.people(whose, trade).filter(|_| number % 7 != 3 || special::of(number).is_some());
        let contact = |(rank, (person, role)): (u32, (Person, &str))| {
            // The first one's mobile is the company's; the others are asked for at the company's own line.
            let mobile = (rank == 1 && chance.percent(55)).then(|| numbers::mobile(whose)).flatten();
            let mobile =
                mobile.map(|mobile| text(F::Mobile).unwrap_or_else(|| spelled(&mobile, &mut chance)));
            let phone = (rank > 1 && chance.percent(50)).then(|| text(F::Phone)).flatten();
            let host = slug(&text(F::Name).unwrap_or_default());
            let email = format!("{}.{}@{host}.example", slug(person.given), slug(person.surname));
            SeedContact {
                rank,
                name: format!("{} {}", person.given, person.surname),
                role: Some(role.to_owned()),
                phone,
                mobile,
                email: chance.percent(35).then_some(email),
            }
        };
        (1..).zip(known).map(contact).collect()
    }

    /// Whom one meets there: one to three people, always the same, with what they do.
    pub(super) fn people(&self, whose: Whose, trade: Trade) -> impl Iterator<Item = (Person, &'static str)> {
        let (subject, number) = match whose {
            Whose::Customer(number) => (Subject::Customer, number),
            Whose::Prospect(number) | Whose::Story(number) => (Subject::Prospect, number),
        };
        let mut chance = Chance::of(self.seed, subject, u64::from(number) | 1 << 42);
        let count = [1, 1, 1, 2, 2, 3][chance.below(6) as usize];
        let roles = trade.ways().roles;
        // The first one is who the company is called after.
        let mut bearer = self.identity(whose).0.company.bearer;
        let mut person = |role: &&'static str| {
            let drawn = self.names.person(&mut chance);
            (bearer.take().unwrap_or(drawn), *role)
        };
        let people: Vec<_> = roles.iter().take(count).map(&mut person).collect();
        people.into_iter()
    }
}

/// A sheet that is being filled in.
pub(super) struct Draft(pub(super) Sheet);

impl Draft {
    /// What follows from trade, town and rep.
    pub(super) fn of(trade: Trade, town: &Town<'_>, rep: usize, whose: Whose) -> Self {
        let ways = trade.ways();
        let mut draft = Self(Sheet::new());
        draft.text(F::Category, ways.category);
        draft.text(F::SalesGrid, ways.grid);
        draft.text(F::Department, town.department);
        draft.text(F::DeliveryOffice, town.office);
        draft.text(F::Town, &capitals(town.name));
        draft.text(F::Agency, agency(town.department));
        draft.text(F::SalesRep, REPS[rep].c_rep);
        draft.text(F::Country, "FR");
        if !matches!(whose, Whose::Prospect(_)) {
            draft.text(F::CountryCode, "FR");
        }
        draft.text(F::CurrencyCode, "EUR");
        draft
    }

    /// Sets a text.
    pub(super) fn text(&mut self, field: F, text: &str) {
        self.0.insert(field, FieldValue::Text(text.to_owned()));
    }
}

/// One of the trades, as often as they are.
fn draw_trade(chance: &mut Chance) -> Trade {
    Trade::ALL[chance.weighted(&Trade::ALL.map(|trade| trade.ways().share))]
}

/// Who works in a département: of two, each has every second one.
pub(super) fn rep_of(department: &str, number: u32) -> usize {
    let there: Vec<usize> =
        (0..REPS.len()).filter(|place| REPS[*place].departments.contains(&department)).collect();
    there.get(number as usize % there.len().max(1)).copied().unwrap_or_default()
}

/// Ten digits as people type them into an ERP.
fn spelled(digits: &str, chance: &mut Chance) -> String {
    let separator = match chance.below(10) {
        0..5 => " ",
        5..7 => ".",
        _ => "",
    };
    let pairs: Vec<&str> = (0..digits.len()).step_by(2).filter_map(|at| digits.get(at..at + 2)).collect();
    pairs.join(separator)
}

/// « de la Barre » is the hamlet La Barre.
fn hamlet(place: &str) -> String {
    let articles = [("de la ", "la "), ("de l'", "l'"), ("du ", "le "), ("des ", "les ")];
    let named =
        articles.iter().find_map(|(of, article)| Some(format!("{article}{}", place.strip_prefix(of)?)));
    named.unwrap_or_else(|| place.to_owned())
}

/// A part of a mail address.
fn slug(text: &str) -> String {
    let plain = domain::fold(text);
    let words = plain.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.take(4).collect::<Vec<_>>().join("-")
}
