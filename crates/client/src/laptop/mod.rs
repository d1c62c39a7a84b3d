//! The door to everything that a window shows and a user does.

mod bases;
mod calendar;
mod customer;
mod customers;
mod enter;
mod entries;
mod figures;
mod freshness;
mod history;
mod home;
mod lock;
mod prospects;
mod receiving;
mod shown;
mod summary;
mod sync;

use std::path::{Path, PathBuf};

use domain::{OwnRecord, UserFolder, UserFolderError, VisitForm};
use snapshot::ReadError;
use snapshot::read::{CommonBase, Lists, UserBase};
use sync_folder::FolderError;
use thiserror::Error;

pub use calendar::{CalendarPage, CalendarQuery, CalendarRow, FollowUpRow};
pub use customer::{ContactView, CustomerView, MonthView, RevenueView};
pub use customers::{CustomerRow, CustomerSort, CustomersPage, CustomersQuery};
pub use enter::{Refusal, Saved};
pub use entries::{EntriesQuery, EntryFilter, EntryView};
pub use figures::FiguresQuery;
pub use freshness::{BaseAge, Freshness};
pub use history::{HistoryCursor, HistoryPage, HistoryRow, PageQuery};
pub use home::{CustomerHit, HomeGroups, HomeList, HomePage, HomeQuery, HomeRow, Whose};
pub use prospects::{ClashView, ProspectPage, ProspectRow, ProspectSort, ProspectView, ProspectsQuery};
pub use receiving::{Incoming, Receivers, Reception, Taken};
pub use sync::SyncReport;

use self::bases::Bases;
use self::lock::LaptopLock;
use self::shown::Shown;
use crate::journal::{Journal, JournalError};
use crate::outbox;
use crate::problem::Notice;
use crate::settings::{Settings, SettingsError};
use crate::setup::SetupState;

/// The notice about settings, until folders are chosen anew.
const SETTINGS_UNREADABLE: &str = "settings-unreadable";

/// One user's laptop, open.
#[derive(Debug)]
pub struct Laptop {
    data: PathBuf,
    user: UserFolder,
    settings: Option<Settings>,
    journal: Journal,
    bases: Bases,
    shown: Shown,
    /// What was found when it was opened, or put right since.
    found: Vec<Notice>,
    /// Given back by the system when the program ends, however it ends.
    _lock: LaptopLock,
}

/// Why a laptop cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// No folder can be made of the user's name.
    #[error(transparent)]
    User(#[from] UserFolderError),
    /// The data folder.
    #[error("the data folder: {0}")]
    Folder(#[from] FolderError),
    /// The lock beside the journal.
    #[error("the data folder: {0}")]
    Lock(#[source] std::io::Error),
    /// Another program works with it.
    #[error("the program is open already: go on there, or close it")]
    InUse,
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Where the bases are kept.
    #[error(transparent)]
    Shelf(#[from] crate::adopt::ShelfError),
}

/// Why folders cannot be chosen.
#[derive(Debug, Error)]
pub enum SetUpError {
    /// There is no such folder.
    #[error("{0} is not a folder")]
    NoFolder(PathBuf),
    /// Two folders, of which one is in the other, or the same: each has one writer only.
    #[error("{0} and {1} must be two folders, neither in the other")]
    Nested(PathBuf, PathBuf),
    /// It cannot be kept.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The journal could not be compared with what lies in the inbox.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Why something cannot be shown.
#[derive(Debug, Error)]
pub enum ViewError {
    /// No base was adopted yet.
    #[error("there is no base yet")]
    NoBase,
    /// The bases cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Two days that make no period.
    #[error(transparent)]
    Period(#[from] snapshot::figures::PeriodError),
    /// Not for this user.
    #[error("only an administrator sees this of others")]
    NotAllowed,
}

impl Laptop {
    /// Opens a user's data folder, making it the first time, with the bases adopted last.
    ///
    /// # Errors
    /// [`OpenError::InUse`] when another program has it; when the folder or the journal cannot be used. Settings and bases that cannot be
    /// read are [`Laptop::notices`]: work goes on without them.
    pub fn open(data: &Path, os_user: &str) -> Result<Self, OpenError> {
        let user = UserFolder::reduce(os_user)?;
        sync_folder::create_root(data)?;
        let lock = LaptopLock::take(data)?;
        let mut found = Vec::new();
        let settings = Settings::load(data).unwrap_or_else(|error| {
            found.push(Notice::new(SETTINGS_UNREADABLE, error));
            None
        });
        let journal = Journal::open(data, &user)?;
        let bases = Bases::open(data, &user)?;
        let shown = Shown::default();
        let data = data.to_owned();
        let mut laptop = Self { data, user, settings, journal, bases, shown, found, _lock: lock };
        laptop.renew_if_put_back()?;
        laptop.refresh()?;
        Ok(laptop)
    }

    /// Chooses the two synced folders.
    ///
    /// # Errors
    /// When one of them is not there, they lie in each other or in the data folder, or the choice cannot be kept.
    pub fn set_up(&mut self, settings: Settings) -> Result<(), SetUpError> {
        for path in [&settings.inbox, &settings.bases] {
            if !path.is_dir() {
                return Err(SetUpError::NoFolder(path.clone()));
            }
        }
        apart(&[&settings.inbox, &settings.bases, &self.data])?;
        // A relative path would mean another folder wherever the program is started from.
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let settings = Settings { inbox: absolute(&settings.inbox), bases: absolute(&settings.bases) };
        settings.save(&self.data)?;
        self.settings = Some(settings);
        self.found.retain(|notice| notice.code != SETTINGS_UNREADABLE);
        Ok(self.renew_if_put_back()?)
    }

    /// Whether it can be worked with, and what to do if not.
    #[must_use]
    pub fn state(&self) -> SetupState {
        SetupState::find(self.settings.as_ref(), &self.user, self.bases.are_both_in_use())
    }

    /// The user's folder.
    #[must_use]
    pub const fn user(&self) -> &UserFolder {
        &self.user
    }

    /// The folders that were chosen.
    #[must_use]
    pub const fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// This installation of the desktop.
    #[must_use]
    pub const fn device(&self) -> exchange_schema::DeviceId {
        self.journal.device()
    }

    /// What somebody should know of: settings or a base that cannot be read, so that the base before is in use or none, until one was
    /// adopted again; a data folder that was put back from a backup.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.found.iter().cloned().chain(self.bases.damage()).collect()
    }

    /// Forms, codes, parameters and people.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn lists(&self) -> Result<&Lists, ViewError> {
        Ok(self.common()?.lists())
    }

    /// The user himself.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn own(&self) -> Result<&OwnRecord, ViewError> {
        Ok(self.own_base()?.own())
    }

    /// The names of the towns of a postal code, the largest first.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn towns(&self, postal_code: &str) -> Result<Vec<String>, ViewError> {
        let towns = self.ask_common(|base| base.towns(postal_code))?;
        Ok(towns.into_iter().map(|town| town.name).collect())
    }

    /// A version of the visit form, the one in force too.
    fn form(&self, version: u32) -> Result<Option<&VisitForm>, ViewError> {
        let lists = self.lists()?;
        let in_force = Some(&lists.parameters.formulaire_visite).filter(|form| form.version() == version);
        Ok(in_force.or_else(|| lists.forms.get(&version)))
    }

    fn common(&self) -> Result<&CommonBase, ViewError> {
        self.bases.common.get().map(|common| &common.base).ok_or(ViewError::NoBase)
    }

    fn own_base(&self) -> Result<&UserBase, ViewError> {
        self.bases.user.get().map(|own| &own.base).ok_or(ViewError::NoBase)
    }

    /// Asks everybody's base a question that reads its files.
    fn ask_common<T>(&self, ask: impl FnOnce(&CommonBase) -> Result<T, ReadError>) -> Result<T, ViewError> {
        self.bases.common.ask(|common| ask(&common.base))
    }

    /// Asks the user's own base a question that reads its files.
    fn ask_own<T>(&self, ask: impl FnOnce(&UserBase) -> Result<T, ReadError>) -> Result<T, ViewError> {
        self.bases.user.ask(|own| ask(&own.base))
    }

    /// Computes anew what is shown. Call it whenever journal or bases changed.
    fn refresh(&mut self) -> Result<(), JournalError> {
        self.shown = Shown::compute(self.journal.entries()?, &self.bases);
        Ok(())
    }

    /// Before anything is entered or sent, as soon as the inbox can be seen.
    fn renew_if_put_back(&mut self) -> Result<(), JournalError> {
        let inbox = self.settings.as_ref().and_then(|settings| sync_folder::open_root(&settings.inbox).ok());
        let Some(inbox) = inbox else { return Ok(()) };
        if let Some(unknown) = outbox::renew_if_put_back(&mut self.journal, &inbox)? {
            let words = format!(
                "this data folder is older than {unknown} entries that were sent from it: they go on to the server, but are not shown \
                 here before the bases have them"
            );
            self.found.push(Notice::new("put-back", words));
        }
        Ok(())
    }
}

/// Refuses folders of which one lies in another.
fn apart(folders: &[&Path]) -> Result<(), SetUpError> {
    let real: Vec<PathBuf> = folders
        .iter()
        .map(|path| path.canonicalize().map_err(|_| SetUpError::NoFolder((*path).to_owned())))
        .collect::<Result<_, _>>()?;
    for (at, one) in real.iter().enumerate() {
        for other in real.iter().skip(at + 1) {
            if one.starts_with(other) || other.starts_with(one) {
                return Err(SetUpError::Nested(one.clone(), other.clone()));
            }
        }
    }
    Ok(())
}
