//! The tables as text, to be laid beside the base's.

use std::collections::BTreeMap;

use serde_json::Value;

use super::annex::{ANNEX, OWN};
use super::{Plain, Table, annex};

/// As `Place::query` writes it.
const NULL: &str = "∅";
/// In a row of `crm_prospect`.
const COLUMNS_BEFORE_THE_SHEET: usize = 7;

pub fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

pub fn cell(value: Option<String>) -> String {
    value.unwrap_or_else(|| NULL.to_owned())
}

fn yes(is: bool) -> String {
    if is { "1" } else { "0" }.to_owned()
}

impl Plain {
    /// Every table that files change, each with the columns of `all_kinds`.
    pub fn tables(&self) -> BTreeMap<&'static str, Table> {
        let mut tables = self.inserted.clone();
        tables.insert("crm_fichier", self.file_rows());
        tables.insert("crm_prospect", self.prospect_rows());
        tables.insert("crm_conflit", self.clash_rows());
        let duplicates = self.duplicates.iter();
        let duplicates = duplicates.map(|(pair, file)| pair.iter().chain([file]).cloned().collect());
        tables.insert("crm_doublon", duplicates.collect());
        for (name, rows) in &mut tables {
            rows.iter_mut().for_each(|row| canonical(name, row));
            rows.sort();
        }
        tables
    }

    fn file_rows(&self) -> Table {
        let row = |(name, file): (&String, &super::FileRow)| {
            let reason = cell(file.reason.map(str::to_owned));
            let clashes = if file.clashes.is_empty() {
                None
            } else {
                Some(serde_json::json!(file.clashes).to_string())
            };
            vec![name.clone(), file.state.to_owned(), reason, cell(file.replaced_by.clone()), cell(clashes)]
        };
        self.files.iter().map(row).collect()
    }

    fn prospect_rows(&self) -> Table {
        let columns = || ANNEX.iter().map(|column| column.name).chain(OWN);
        let row = |(id, prospect): (&String, &super::Prospect)| {
            let deleted = prospect.deleted.as_ref();
            let converted = prospect.converted.as_ref();
            let mut row = vec![id.clone(), prospect.created_by.to_owned(), prospect.file.clone()];
            row.push(cell(deleted.map(|stamp| stamp.created_at.format("%Y-%m-%d %H:%M:%S").to_string())));
            row.push(cell(deleted.map(|stamp| stamp.name.clone())));
            row.push(yes(converted.is_some()));
            row.push(cell(converted.map(|(_, customer)| customer.clone())));
            row.extend(columns().map(|column| cell(prospect.fields.get(column).cloned())));
            row
        };
        self.prospects.iter().map(row).collect()
    }

    fn clash_rows(&self) -> Table {
        let row = |((prospect, column), clash): (&(String, String), &super::Clash)| {
            let values = [&clash.expected, &clash.found, &clash.asked].map(|value| cell(value.clone()));
            [prospect.clone(), column.clone()]
                .into_iter()
                .chain(values)
                .chain([clash.stamp.name.clone()])
                .collect()
        };
        self.clashes.iter().map(row).collect()
    }

    /// How many files ended so; « integre » or a reason.
    pub fn ended(&self, how: &str) -> usize {
        self.files.values().filter(|file| file.reason.map_or(file.state, |reason| reason) == how).count()
    }
}

/// One spelling for what may be written in several: JSON, days, line breaks, an empty text where nothing is said.
pub fn canonical(table: &str, row: &mut [String]) {
    match table {
        "crm_suivi_client" => row[7] = json(&row[7], |_| {}),
        "crm_reponse_visite" => row[2] = json(&row[2], |_| {}),
        "crm_fichier" => row[4] = json(&row[4], sort_list),
        "crm_demande_modification" => {
            row[2] = json(&row[2], leave_out_nothing);
            row[3] = row[3].replace("\r\n", "\n").trim().to_owned();
        }
        "crm_prospect" => {
            let date = ANNEX.iter().position(|column| column.width == annex::DATE).expect("a date");
            // A datetime of which only the day counts.
            row[COLUMNS_BEFORE_THE_SHEET + date].truncate(10);
        }
        _ => {}
    }
    for cell in row.iter_mut().filter(|cell| matches!(cell.as_str(), "" | "[]" | "{}")) {
        NULL.clone_into(cell);
    }
}

/// Keys in one order, no blanks; what is no JSON stays as it is.
fn json(cell: &str, spell: impl Fn(&mut Value)) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(cell) else { return cell.to_owned() };
    spell(&mut value);
    value.to_string()
}

/// In a change null, '' and an absent key are the same.
fn leave_out_nothing(changes: &mut Value) {
    for change in changes.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        change.retain(|_, value| !value.is_null() && value != "");
    }
}

fn sort_list(list: &mut Value) {
    if let Some(list) = list.as_array_mut() {
        list.sort_by_key(Value::to_string);
    }
}
