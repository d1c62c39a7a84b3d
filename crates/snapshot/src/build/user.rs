//! A user's own base.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::{
    ClashRecord, CreationRecord, FollowUpEvent, OwnRecord, ProspectRecord, ProspectVisitRecord, VisitForm,
};
use exchange_schema::Role;
use rusqlite::params;
use uuid::Uuid;

use super::answers::Meanings;
use super::base_file::BaseFile;
use super::problems::Problems;
use super::prospects::Prospects;
use super::{Built, BuiltFile};
use crate::BuildError;

/// What there is one of.
#[derive(Debug, Clone)]
pub struct UserSettings {
    /// Every version of the visit form, to tell what visits count as; they travel in everybody's base.
    pub forms: BTreeMap<u32, VisitForm>,
    /// The user.
    pub own: OwnRecord,
}

/// Builds a user's own base: `prospects` and `user`. What is said of a prospect that is not handed in itself is left out, so that no
/// byte of it gets into the files.
#[derive(Debug)]
pub struct UserBuilder {
    scratch: PathBuf,
    meanings: Meanings,
    own: OwnRecord,
    prospects: Prospects,
}

impl UserBuilder {
    /// As [`super::CommonBuilder::new`].
    ///
    /// # Errors
    /// As every method: when the scratch folder cannot be written.
    pub fn new(scratch: &Path, settings: UserSettings) -> Result<Self, BuildError> {
        std::fs::create_dir_all(scratch)?;
        Ok(Self {
            scratch: scratch.to_owned(),
            meanings: Meanings::new(settings.forms),
            own: settings.own,
            prospects: Prospects::new(scratch),
        })
    }

    /// A prospect that the user may see; of one that is not his own the bank details are masked.
    ///
    /// # Errors
    /// As [`UserBuilder::new`].
    pub fn prospect(&mut self, prospect: &ProspectRecord, own: bool) -> Result<(), BuildError> {
        self.prospects.add(prospect, own)
    }

    /// A visit to one of these prospects, by anybody, for its history.
    ///
    /// # Errors
    /// As [`UserBuilder::new`].
    pub fn visit(&mut self, visit: &ProspectVisitRecord) -> Result<(), BuildError> {
        self.prospects.add_visit(visit, &mut self.meanings)
    }

    /// A visit to any prospect, for the statistics: it becomes a number without an identity.
    ///
    /// # Errors
    /// As [`UserBuilder::new`].
    pub fn visited(&mut self, visit: &ProspectVisitRecord) -> Result<(), BuildError> {
        self.prospects.add_visited(visit, &mut self.meanings)
    }

    /// What a file said of a prospect's follow-up and fleet.
    ///
    /// # Errors
    /// As [`UserBuilder::new`].
    pub fn follow_up(&mut self, prospect: Uuid, event: FollowUpEvent) -> Result<(), BuildError> {
        self.prospects.add_follow_up(prospect, &event)
    }

    /// A clash that is open.
    ///
    /// # Errors
    /// As [`UserBuilder::new`].
    pub fn clash(&mut self, clash: &ClashRecord) -> Result<(), BuildError> {
        self.prospects.add_clash(clash)
    }

    /// A customer creation that waits.
    ///
    /// # Errors
    /// As [`UserBuilder::new`].
    pub fn creation(&mut self, creation: &CreationRecord) -> Result<(), BuildError> {
        self.prospects.add_creation(creation)
    }

    /// Writes the files.
    ///
    /// # Errors
    /// As [`UserBuilder::new`].
    pub fn finish(self) -> Result<Built, BuildError> {
        let mut problems = Problems::default();
        let prospects = self.prospects.write(&mut problems)?;
        let user = write_own(&self.scratch, &self.own)?;
        Ok(Built { files: vec![prospects, user], problems: problems.named, more_problems: problems.more })
    }
}

fn write_own(scratch: &Path, own: &OwnRecord) -> Result<BuiltFile, BuildError> {
    let file = BaseFile::create(scratch, Role::User, None)?;
    let columns = ["folder", "windows_user", "c_user", "c_rep", "email", "name", "admin", "accountant"];
    let person = &own.person;
    file.insert("own", &columns)?.execute(params![
        person.folder,
        own.windows_user,
        person.c_user,
        person.c_rep,
        own.email,
        person.name,
        own.admin,
        own.accountant,
    ])?;
    file.finish()
}
