//! Lists, forms, parameters and people.

use std::collections::BTreeMap;

use domain::{CustomerField, ParameterError, Parameters, PersonRecord, VisitForm};
use rusqlite::Connection;

use super::columns::{list, some_text, text};
use crate::ReadError;

/// One entry of a drop-down list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Of a sub-category, its category.
    pub parent: Option<String>,
}

/// Everything small that lists and forms are made of, read once when a base is opened.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// By the field that takes the codes, in the order shown.
    pub codes: BTreeMap<CustomerField, Vec<Code>>,
    /// Every version of the visit form.
    pub forms: BTreeMap<u32, VisitForm>,
    /// The business parameters; addresses of mail lists are empty here.
    pub parameters: Parameters,
    /// Who is who.
    pub people: Vec<PersonRecord>,
}

impl Lists {
    pub(super) fn read(connection: &Connection) -> Result<Self, ReadError> {
        Ok(Self {
            codes: codes(connection)?,
            forms: forms(connection)?,
            parameters: parameters(connection)?,
            people: people(connection)?,
        })
    }

    /// The name to show for an ERP user code.
    #[must_use]
    pub fn name_of_c_user(&self, c_user: &str) -> Option<&str> {
        self.people
            .iter()
            .find(|person| person.c_user.as_deref() == Some(c_user))
            .and_then(|person| person.name.as_deref())
    }

    /// The name to show for a user folder.
    #[must_use]
    pub fn name_of_folder(&self, folder: &str) -> Option<&str> {
        self.people.iter().find(|person| person.folder == folder).and_then(|person| person.name.as_deref())
    }
}

/// Lists of columns that this program does not know are passed over: it has no field for them.
fn codes(connection: &Connection) -> Result<BTreeMap<CustomerField, Vec<Code>>, ReadError> {
    let sql = "SELECT list, code, label, parent FROM code ORDER BY list, rank, code";
    let rows = list(connection, sql, [], |row| {
        let code = Code { code: text(row, 1)?, label: text(row, 2)?, parent: some_text(row, 3)? };
        Ok((text(row, 0)?, code))
    })?;
    let mut codes: BTreeMap<CustomerField, Vec<Code>> = BTreeMap::new();
    for (column, code) in rows {
        if let Ok(field) = column.parse() {
            codes.entry(field).or_default().push(code);
        }
    }
    Ok(codes)
}

fn forms(connection: &Connection) -> Result<BTreeMap<u32, VisitForm>, ReadError> {
    let rows = list(connection, "SELECT version, tree FROM form", [], |row| {
        let tree = text(row, 1)?;
        let form =
            serde_json::from_str(&tree).map_err(|_| ReadError::Value { column: "form.tree", value: tree })?;
        Ok((row.get(0)?, form))
    })?;
    Ok(rows.into_iter().collect())
}

/// A parameter that this program does not know is passed over; a missing one has its default.
fn parameters(connection: &Connection) -> Result<Parameters, ReadError> {
    let rows = list(connection, "SELECT name, value FROM parameter ORDER BY name", [], |row| {
        Ok((text(row, 0)?, text(row, 1)?))
    })?;
    let mut parameters = Parameters::default();
    for (name, value) in rows {
        let set = serde_json::from_str(&value).map(|json| parameters.set(&name, json));
        if !matches!(set, Ok(Ok(()) | Err(ParameterError::Unknown { .. }))) {
            return Err(ReadError::Value { column: "parameter.value", value });
        }
    }
    Ok(parameters)
}

fn people(connection: &Connection) -> Result<Vec<PersonRecord>, ReadError> {
    list(connection, "SELECT folder, c_user, c_rep, name, active FROM person ORDER BY folder", [], |row| {
        Ok(PersonRecord {
            folder: text(row, 0)?,
            c_user: some_text(row, 1)?,
            c_rep: some_text(row, 2)?,
            name: some_text(row, 3)?,
            active: row.get(4)?,
        })
    })
}
