//! The customers: sheet, contacts, and what is needed of each to make visits and revenue.

use chrono::{Datelike, NaiveDate};
use domain::{CustomerField as F, FieldValue, Sheet};
use winpneu::seeding::SeedContact;

use super::chance::{Chance, Subject};
use super::names::{Names, capitals};
use super::numbers::{self, Whose};
use super::people::{REPS, agency};
use super::special::{self, Special};
use super::towns::{Town, Towns};
use super::trades::Trade;

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
}

impl Register {
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
        let mut chance = Chance::of(self.seed, Subject::Customer, number.into());
        let special = special::of(number);
        let trade = special.map_or_else(|| draw_trade(&mut chance), |special| special.trade);
        let town = self.towns.draw(&mut chance);
        let town = special.and_then(|special| special.town).unwrap_or(town);
        let rep = special.and_then(|special| special.rep).unwrap_or_else(|| rep_of(town.department, number));
        let (name, title) = self.names.company(trade, town.name, &mut chance);
        let whose = Whose::Customer(number);
        let mut draft = Draft::of(trade, &town, rep, whose);
        draft.text(F::Name, special.and_then(|special| special.name).unwrap_or(&name));
        draft.text(F::Title, title);
        self.address(&mut draft, &mut chance);
        self.reached(&mut draft, whose, &mut chance);
        self.terms(&mut draft, trade, whose, &mut chance);
        let contacts = self.contacts(number, &mut chance);
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
    pub(super) fn terms(&self, draft: &mut Draft, trade: Trade, whose: Whose, chance: &mut Chance) {
        let ways = trade.ways();
        let (ape, activity) = chance.pick(ways.activities);
        draft.text(F::Siret, &numbers::siret(whose));
        if trade != Trade::Commune {
            draft.text(F::VatNumber, &numbers::vat(whose));
        }
        draft.text(F::NafCode, ape);
        draft.text(F::Activity, activity);
        draft.text(F::SubCategory, chance.pick(ways.sub_categories));
        let mode = chance.pick(ways.payment);
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
        let year = self.today.year() - i32::try_from(chance.between(2, 45)).unwrap_or_default();
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

    /// One to three people, of some customers none.
    fn contacts(&self, number: u32, chance: &mut Chance) -> Vec<SeedContact> {
        const ROLES: [&str; 6] = [
            "gérant",
            "chef d'atelier",
            "responsable achats",
            "comptable",
            "conducteur de travaux",
            "associé",
        ];
        let count = [0, 1, 1, 1, 2, 2, 3][chance.below(7) as usize];
        let contact = |rank: u32| {
            let (given, surname) = self.names.person(chance);
            let mobile = chance.percent(55).then(|| numbers::mobile(Whose::Customer(number + rank * 977)));
            let host = slug(surname);
            SeedContact {
                rank,
                name: format!("{given} {surname}"),
                role: Some(chance.pick(&ROLES).to_owned()),
                phone: None,
                mobile: mobile.flatten().map(|mobile| spelled(&mobile, chance)),
                email: chance.percent(35).then(|| format!("{}@{host}.example", slug(given))),
            }
        };
        (1..=count).map(contact).collect()
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
pub(super) fn draw_trade(chance: &mut Chance) -> Trade {
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
