//! Exchange files of earlier months, as integration left them: the registry's row, the copy in the archive, the journal's line. Their
//! effects are written by whoever enters them, in the same transaction.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use domain::UserFolder;
use exchange_schema::{DeviceId, ExchangeFile, Payload, Sha256};
use serde_json::Value;
use uuid::Uuid;
use winpneu::Tx;
use winpneu::journal::{self, JournalEntry};
use winpneu::registry::{self, Fate, FileEntry};

use super::chance::{Chance, Subject};
use super::people::{REPS, Rep};
use crate::failure::Failure;

/// A rep's laptop.
#[derive(Debug)]
pub(super) struct Laptop {
    /// The rep's folder.
    pub(super) user: UserFolder,
    /// The device.
    pub(super) device: DeviceId,
}

/// Everybody's laptop, in the order of [`REPS`].
pub(super) fn laptops(seed: u64) -> Result<Vec<Laptop>, Failure> {
    let laptop = |(number, rep): (u64, &Rep)| {
        let user = UserFolder::parse(rep.folder).map_err(wrong)?;
        let id = Chance::of(seed, Subject::Laptop, number).uuid_v4();
        Ok(Laptop { user, device: id.try_into().map_err(wrong)? })
    };
    (0..).zip(&REPS).map(laptop).collect()
}

/// Invented data that the company's own rules refuse: a fault of this program.
pub(super) fn wrong(error: impl std::fmt::Display) -> Failure {
    Failure::Other(format!("the demonstration's data: {error}"))
}

/// What became of a file.
#[derive(Debug)]
pub(super) struct Told {
    /// The customer, prospect or creation that it went to.
    pub(super) reference: String,
    /// The journal's word.
    pub(super) action: &'static str,
    /// The journal's entity.
    pub(super) entity: String,
    /// What it came to.
    pub(super) after: Value,
    /// Fields of an MP that were not set, as JSON.
    pub(super) clashes: Option<&'static str>,
    /// Words for the author.
    pub(super) message: Option<&'static str>,
}

impl Told {
    /// Of a file with nothing to add.
    pub(super) fn of(reference: &str, action: &'static str, entity: String, after: Value) -> Self {
        Self { reference: reference.to_owned(), action, entity, after, clashes: None, message: None }
    }
}

/// Where the copies lie.
#[derive(Debug)]
pub(super) struct Ledger {
    /// `[folders] archive`.
    pub(super) archive: PathBuf,
    /// The instant of the demonstration: nothing was integrated later.
    pub(super) now: DateTime<Utc>,
}

/// A file that was integrated.
#[derive(Debug)]
pub(super) struct Entered {
    /// The file.
    pub(super) file: ExchangeFile,
    /// When the automaton met it.
    pub(super) received_at: DateTime<Utc>,
}

impl Entered {
    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.file.file_name().as_str()
    }
}

impl Ledger {
    /// A file as a laptop dropped it, and when it arrived: minutes later, or in the evening.
    pub(super) fn file(
        &self,
        laptop: &Laptop,
        at: DateTime<Utc>,
        payload: Payload,
        chance: &mut Chance,
    ) -> Result<Entered, Failure> {
        let id = chance.uuid_v7(at);
        let file = ExchangeFile::new(id, at, laptop.user.clone(), laptop.device, payload).map_err(wrong)?;
        let delay = TimeDelta::seconds(i64::from(chance.between(40, 14_000)));
        Ok(Entered { file, received_at: (at + delay).min(self.now) })
    }

    /// The copy first, then registry and journal: the order of integration.
    pub(super) async fn enter(&self, tx: &mut Tx<'_>, entered: &Entered, told: &Told) -> Result<(), Failure> {
        let file = &entered.file;
        let bytes = file.to_json().map_err(wrong)?;
        self.keep(file, &bytes)?;
        let sha256 = Sha256::of(&bytes).to_string();
        let entry = FileEntry {
            name: entered.name(),
            kind: Some(file.kind()),
            author: Some(file.author()),
            folder: file.author().as_str(),
            device: Some(*file.device().as_uuid()),
            sequence: None,
            sha256: Some(&sha256),
            prospect: file.payload().prospect(),
            corrects: None,
        };
        let fate =
            Fate::Integrated { reference: &told.reference, message: told.message, clashes: told.clashes };
        registry::record(tx, &entry, fate, false, entered.received_at).await?;
        self.tell(tx, entered, told.action, &told.entity, &told.after, file.author().as_str()).await
    }

    /// A line of the journal. Its id is made of the file's: the same demonstration has the same journal.
    async fn tell(
        &self,
        tx: &mut Tx<'_>,
        entered: &Entered,
        action: &'static str,
        entity: &str,
        after: &Value,
        by: &str,
    ) -> Result<(), Failure> {
        let line = JournalEntry {
            id: Uuid::from_u128(entered.file.id().as_u128() ^ 1),
            at: entered.received_at,
            author: by,
            action,
            entity,
            before: None,
            after: Some(&after.to_string()),
            file: Some(entered.name()),
        };
        Ok(journal::write(tx, &line).await?)
    }

    /// Not forced to the disk: what a power failure takes away is made again by the same command.
    fn keep(&self, file: &ExchangeFile, bytes: &[u8]) -> Result<(), Failure> {
        let [year, month] = sync_folder::archive_components(file.file_name());
        let folder = self.archive.join(year).join(month);
        let path = folder.join(file.file_name().as_str());
        let written = match std::fs::write(&path, bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes))
            }
            outcome => outcome,
        };
        written.map_err(|error| Failure::Other(format!("{}: {error}", path.display())))
    }
}
