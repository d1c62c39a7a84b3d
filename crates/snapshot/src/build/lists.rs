//! Lists, towns, forms, parameters and people.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use domain::{CodeRecord, Parameters, PersonRecord, TownRecord};
use exchange_schema::Role;
use rusqlite::params;

use super::BuiltFile;
use super::answers::Meanings;
use super::base_file::BaseFile;
use super::columns::code;
use super::problems::Problems;
use super::record::{Fields, Record};
use super::sorter::Sorter;
use crate::BuildError;

/// Parameters whose names begin so are mail addresses, which no laptop needs.
const MAIL_LISTS: &str = "courriels_";

/// The rows of the file, in any order.
#[derive(Debug)]
pub(super) struct Lists {
    scratch: PathBuf,
    record: Record,
    codes: Sorter,
    towns: Sorter,
    people: Sorter,
}

impl Lists {
    pub(super) fn new(scratch: &Path) -> Self {
        let sorter = |name| Sorter::new(scratch, name, 4 << 20);
        Self {
            scratch: scratch.to_owned(),
            record: Record::default(),
            codes: sorter("codes"),
            towns: sorter("towns"),
            people: sorter("people"),
        }
    }

    pub(super) fn add_code(&mut self, entry: &CodeRecord) -> Result<(), BuildError> {
        let record = self.record.begin();
        record.key(&entry.list).number(entry.rank).key(code(&entry.code));
        record.key(&entry.label).optional_key(entry.parent.as_deref().map(code));
        Ok(self.codes.push(record.as_bytes())?)
    }

    pub(super) fn add_town(&mut self, town: &TownRecord) -> Result<(), BuildError> {
        let record = self.record.begin();
        record.key(&town.postal_code).number(town.population).key(&town.name);
        Ok(self.towns.push(record.as_bytes())?)
    }

    pub(super) fn add_person(&mut self, person: &PersonRecord) -> Result<(), BuildError> {
        let record = self.record.begin().key(&person.folder);
        for text in [&person.c_user, &person.c_rep, &person.name] {
            record.optional_key(text.as_deref());
        }
        record.fixed(&[person.active.into()]);
        Ok(self.people.push(record.as_bytes())?)
    }

    pub(super) fn write(
        self,
        meanings: &Meanings,
        parameters: &Parameters,
        problems: &mut Problems,
    ) -> Result<BuiltFile, BuildError> {
        let file = BaseFile::create(&self.scratch, Role::Lists, None)?;
        write_codes(&file, self.codes, problems)?;
        write_towns(&file, self.towns)?;
        write_forms(&file, meanings)?;
        write_parameters(&file, parameters)?;
        write_people(&file, self.people, problems)?;
        file.finish()
    }
}

fn write_codes(file: &BaseFile, codes: Sorter, problems: &mut Problems) -> Result<(), BuildError> {
    let mut insert = file.insert("code", &["list", "rank", "code", "label", "parent"])?;
    let mut sorted = codes.sorted()?;
    // One list's: the same code may come again far from the first, under another rank.
    let (mut list, mut known) = (String::new(), HashSet::new());
    while let Some(row) = sorted.next()? {
        let mut fields = Fields::of(row);
        let (of, rank, code) = (fields.key()?, fields.number()?, fields.key()?);
        if *of != *list {
            list = of.into_owned();
            known.clear();
        }
        if !known.insert(code.clone().into_owned()) {
            problems.push(format!("the code {code:?} of list {list} stands there twice; one was left out"));
            continue;
        }
        let (label, parent) = (fields.key()?, fields.optional(Fields::key)?);
        insert.execute(params![list, rank, code, label, parent])?;
    }
    Ok(())
}

/// A town that stands there twice is one.
fn write_towns(file: &BaseFile, towns: Sorter) -> Result<(), BuildError> {
    let mut insert = file.insert("town", &["postal_code", "population", "name"])?;
    let mut sorted = towns.sorted()?;
    let mut before = Vec::new();
    while let Some(row) = sorted.next()? {
        if row != before {
            let mut fields = Fields::of(row);
            insert.execute(params![fields.key()?, fields.number()?, fields.key()?])?;
            row.clone_into(&mut before);
        }
    }
    Ok(())
}

fn write_forms(file: &BaseFile, meanings: &Meanings) -> Result<(), BuildError> {
    let mut insert = file.insert("form", &["version", "tree"])?;
    for (version, form) in meanings.forms() {
        let tree = serde_json::to_string(form).map_err(std::io::Error::from)?;
        insert.execute(params![version, tree])?;
    }
    Ok(())
}

fn write_parameters(file: &BaseFile, parameters: &Parameters) -> Result<(), BuildError> {
    let mut insert = file.insert("parameter", &["name", "value"])?;
    let mut names: Vec<&str> =
        Parameters::NAMES.iter().copied().filter(|name| !name.starts_with(MAIL_LISTS)).collect();
    names.sort_unstable();
    for name in names {
        if let Some(value) = parameters.get(name) {
            insert.execute(params![name, value.to_string()])?;
        }
    }
    Ok(())
}

fn write_people(file: &BaseFile, people: Sorter, problems: &mut Problems) -> Result<(), BuildError> {
    let mut insert = file.insert("person", &["folder", "c_user", "c_rep", "name", "active"])?;
    let mut sorted = people.sorted()?;
    let mut before = None;
    while let Some(row) = sorted.next()? {
        let mut fields = Fields::of(row);
        let folder = fields.key()?.into_owned();
        if before.as_ref() == Some(&folder) {
            problems.push(format!("the user folder {folder} stands there twice; one row was left out"));
            continue;
        }
        insert.execute(params![
            folder,
            fields.optional(Fields::key)?,
            fields.optional(Fields::key)?,
            fields.optional(Fields::key)?,
            fields.fixed::<1>()?[0],
        ])?;
        before = Some(folder);
    }
    Ok(())
}
