//! The door to everything that a window shows and a user does.

mod bases;
mod calendar;
mod customer;
mod enter;
mod entries;
mod figures;
mod freshness;
mod history;
mod home;
mod prospects;
mod sync;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::{OwnRecord, UserFolder, UserFolderError, VisitForm};
use snapshot::ReadError;
use snapshot::read::{CommonBase, Lists, UserBase};
use sync_folder::FolderError;
use thiserror::Error;
use uuid::Uuid;

pub use calendar::{CalendarPage, CalendarQuery, CalendarRow};
pub use customer::{ContactView, CustomerView, MonthView, RevenueView};
pub use enter::{Refusal, Saved};
pub use entries::{EntriesQuery, EntryFilter, EntryView};
pub use figures::FiguresQuery;
pub use freshness::{BaseAge, Freshness};
pub use history::{HistoryCursor, HistoryPage, HistoryRow, PageQuery};
pub use home::{CustomerHit, HomeList, HomePage, HomeQuery, HomeRow, Whose};
pub use prospects::{ClashView, ProspectPage, ProspectRow, ProspectView, ProspectsQuery};
pub use sync::SyncReport;

use self::bases::Bases;
use crate::journal::{Entry, Journal, JournalError};
use crate::overlay::{Overlay, ProspectState};
use crate::problem::Notice;
use crate::settings::{Settings, SettingsError};
use crate::setup::SetupState;

/// Kept by whoever works with the data folder.
const LOCK: &str = "laptop.lock";

/// One user's laptop, open.
#[derive(Debug)]
pub struct Laptop {
    data: PathBuf,
    user: UserFolder,
    settings: Option<Settings>,
    journal: Journal,
    bases: Bases,
    shown: Shown,
    /// Given back by the system when the program ends, however it ends.
    _lock: File,
}

/// What is computed from journal and bases together, whenever one of them changes.
#[derive(Debug, Default)]
struct Shown {
    entries: Vec<Arc<Entry>>,
    overlay: Overlay,
    /// Prospects that the common base shows as customers.
    became: BTreeMap<Uuid, String>,
    /// All others, in the order of their folded names.
    prospects: Vec<ProspectState>,
    /// Customers about whom something is on its way.
    touched: BTreeMap<String, Touched>,
}

/// A customer's columns in lists, with what is laid over.
#[derive(Debug, Clone, Copy)]
struct Touched {
    follow_up_on: Option<NaiveDate>,
    last_visit_on: Option<NaiveDate>,
    waiting: usize,
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
    Lock(std::io::Error),
    /// Another program works with it.
    #[error("the program is open already: go on there, or close it")]
    InUse,
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Where the bases are kept.
    #[error(transparent)]
    Shelf(#[from] crate::adopt::ShelfError),
    /// An adopted base that was opened and then could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Why folders cannot be chosen.
#[derive(Debug, Error)]
pub enum SetUpError {
    /// There is no such folder.
    #[error("{0} is not a folder")]
    NoFolder(PathBuf),
    /// It cannot be kept.
    #[error(transparent)]
    Settings(#[from] SettingsError),
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
    /// [`OpenError::InUse`] when another program has it; when the folder, the journal or an adopted base cannot be used.
    pub fn open(data: &Path, os_user: &str) -> Result<Self, OpenError> {
        let user = UserFolder::reduce(os_user)?;
        sync_folder::create_root(data)?;
        let lock = lock(data)?;
        let settings = Settings::load(data)?;
        let journal = Journal::open(data, &user)?;
        let bases = Bases::open(data, &user)?;
        let shown = Shown::default();
        let data = data.to_owned();
        let mut laptop = Self { data, user, settings, journal, bases, shown, _lock: lock };
        laptop.refresh()?;
        Ok(laptop)
    }

    /// Chooses the two synced folders.
    ///
    /// # Errors
    /// When one of them is not there, or the choice cannot be kept.
    pub fn set_up(&mut self, settings: Settings) -> Result<(), SetUpError> {
        for path in [&settings.inbox, &settings.bases] {
            if !path.is_dir() {
                return Err(SetUpError::NoFolder(path.clone()));
            }
        }
        settings.save(&self.data)?;
        self.settings = Some(settings);
        Ok(())
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

    /// Which adopted base could not be opened, so that the one before is in use or none, until a newer one was adopted.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.bases.damage()
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
        Ok(self.common()?.towns(postal_code)?.into_iter().map(|town| town.name).collect())
    }

    /// A version of the visit form, the one in force too.
    fn form(&self, version: u32) -> Result<Option<&VisitForm>, ViewError> {
        let lists = self.lists()?;
        let in_force = Some(&lists.parameters.formulaire_visite).filter(|form| form.version() == version);
        Ok(in_force.or_else(|| lists.forms.get(&version)))
    }

    fn common(&self) -> Result<&CommonBase, ViewError> {
        self.bases.common.as_ref().map(|open| &open.base).ok_or(ViewError::NoBase)
    }

    fn own_base(&self) -> Result<&UserBase, ViewError> {
        self.bases.user.as_ref().map(|open| &open.base).ok_or(ViewError::NoBase)
    }

    /// Computes anew what is shown. Call it whenever journal or bases changed.
    fn refresh(&mut self) -> Result<(), OpenError> {
        let entries = self.journal.entries()?.into_iter().map(Arc::new).collect();
        self.shown = Shown::compute(entries, &self.bases)?;
        Ok(())
    }
}

fn lock(data: &Path) -> Result<File, OpenError> {
    let file = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(data.join(LOCK))
        .map_err(OpenError::Lock)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse),
        Err(std::fs::TryLockError::Error(error)) => Err(OpenError::Lock(error)),
    }
}

impl Shown {
    fn compute(entries: Vec<Arc<Entry>>, bases: &Bases) -> Result<Self, ReadError> {
        let cards = match &bases.user {
            Some(open) => open.base.prospects()?,
            None => Vec::new(),
        };
        let named = entries.iter().filter_map(|entry| entry.file.payload().prospect());
        let known = cards.iter().map(|card| card.id).chain(named);
        let mut became = BTreeMap::new();
        for id in known {
            if let Some(open) = &bases.common
                && let Some(code) = open.base.made_of(id)?
            {
                became.insert(id, code);
            }
        }
        let overlay = Overlay::lay(&entries, bases.through(), &became);
        let touched = touched(&overlay, bases)?;
        let prospects = bases.prospects_shown(cards, &overlay, &became);
        Ok(Self { entries, overlay, became, prospects, touched })
    }
}

fn touched(overlay: &Overlay, bases: &Bases) -> Result<BTreeMap<String, Touched>, ReadError> {
    let mut touched = BTreeMap::new();
    let Some(open) = &bases.common else { return Ok(touched) };
    for (code, layer) in &overlay.customers {
        let Some(card) = open.base.customer(code)? else { continue };
        let columns = Touched {
            follow_up_on: layer.follow_up(&card.follow_up).on,
            last_visit_on: layer.last_visit(card.last_visit_on),
            waiting: layer.waiting(),
        };
        touched.insert(code.clone(), columns);
    }
    Ok(touched)
}
