//! The texts that stand in the tables: comments, subjects, lines of a request.

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::annex;

/// The user's own example of the visit form, in the order shown.
const CONTACT: [(&str, &str); 4] = [
    ("contact.visite", "Visite"),
    ("contact.telephone", "Téléphone"),
    ("contact.mail", "Mail"),
    ("contact.agence", "Agence"),
];
const VISIT: [(&str, &str); 6] = [
    ("visite.avec-rdv", "Visite commerciale avec rdv"),
    ("visite.sans-rdv", "Visite commerciale sans rdv"),
    ("visite.commande", "Commande"),
    ("visite.livraison", "Livraison"),
    ("visite.releve-parc", "Relevé de parc"),
    ("visite.proposition", "Remise de proposition"),
];
const QUOTES: [(&str, &str); 6] = [
    ("visite.proposition.agraire", "Agraire"),
    ("visite.proposition.tp", "TP"),
    ("visite.proposition.gc", "GC"),
    ("visite.proposition.pl-plp", "PL & PLP"),
    ("visite.proposition.lubrifiant", "Lubrifiant"),
    ("visite.proposition.flotte-entreprise", "Flotte entreprise"),
];
/// What excludes each other.
const RADIOS: [&[&str]; 2] = [
    &["contact.visite", "contact.telephone", "contact.mail", "contact.agence"],
    &["visite.avec-rdv", "visite.sans-rdv"],
];

pub const ORIGIN: &str = "saisie via le CRM";

/// « '' and null are equal ».
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

pub fn picked(answers: &Value) -> Vec<String> {
    let ids = answers["picked"].as_array().into_iter().flatten();
    ids.map(|id| id.as_str().unwrap_or_default().to_owned()).collect()
}

/// Nodes of the form, none twice, a refinement only with what it refines, one of those that exclude each other.
pub fn can_be_picked(picked: &[String]) -> bool {
    let is = |id: &str| picked.iter().any(|other| other == id);
    let all = CONTACT.iter().chain(&VISIT).chain(&QUOTES);
    let known = all.filter(|(id, _)| picked.iter().filter(|other| other == id).count() == 1).count();
    let refined = QUOTES.iter().all(|(id, _)| !is(id) || is("visite.proposition"));
    let radios = RADIOS.iter().all(|radios| radios.iter().filter(|id| is(id)).count() <= 1);
    known == picked.len() && refined && radios
}

/// In the form's order.
pub fn sorted(picked: &[String]) -> Vec<&'static str> {
    let all = CONTACT.iter().chain(&VISIT).chain(&QUOTES);
    all.map(|(id, _)| *id).filter(|id| picked.iter().any(|other| other == id)).collect()
}

/// What was typed, the answers in words, the line of origin.
pub fn comment(typed: &str, picked: &[String]) -> String {
    let words = |nodes: &[(&str, &str)]| {
        let words = nodes.iter().filter(|(id, _)| picked.iter().any(|other| other == id));
        words.map(|(_, words)| (*words).to_owned()).collect::<Vec<_>>()
    };
    let (contact, mut visit, quotes) = (words(&CONTACT), words(&VISIT), words(&QUOTES).join(", "));
    if !quotes.is_empty() {
        // Nothing of the section stands after it.
        visit.last_mut().expect("what it refines").push_str(&format!(" ({quotes})"));
    }
    let mut lines = vec![typed.replace("\r\n", "\n").trim_end().to_owned()];
    for (section, words) in [("Type de contact", contact), ("Type de visite", visit)] {
        if !words.is_empty() {
            lines.push(format!("{section} : {}", words.join(", ")));
        }
    }
    lines.push(ORIGIN.to_owned());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// JJ/MM/AAAA.
pub fn french(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// The author's words, a line a change, the line of origin.
pub fn request(words: &str, changes: &[Value]) -> String {
    let mut lines = vec![words.replace("\r\n", "\n").trim_end().to_owned()];
    for change in changes {
        let column = change["field"].as_str().expect("a field");
        let [old, new] = ["from", "to"].map(|key| shown(column, &change[key]));
        lines.push(format!("- {} : {old} remplacé par {new}", annex::label(column)));
    }
    lines.push(ORIGIN.to_owned());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// In quotes; bank details show only their last four signs.
fn shown(column: &str, value: &Value) -> String {
    let Some(value) = text(value) else { return "« »".to_owned() };
    let signs = value.chars().count();
    if matches!(column, "iban" | "bic") && signs > 4 {
        return format!("« ••••{} »", value.chars().skip(signs - 4).collect::<String>());
    }
    format!("« {value} »")
}
