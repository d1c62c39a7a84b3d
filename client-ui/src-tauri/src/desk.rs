//! The laptop behind its lock, and what the background found out since.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};

use client::{Incoming, Laptop, Moment, OpenError};

use crate::background::Background;
use crate::error::CommandError;
use crate::news::{Changed, Listeners};
use crate::place::Place;
use crate::preferences::Preferences;

/// How long a program that ended may take to let go of the folder.
const LETTING_GO: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Everything that commands and the background share.
pub struct Desk {
    pub place: Place,
    pub listeners: Listeners,
    /// What the background knows; held for moments only.
    background: Mutex<Background>,
    laptop: Mutex<Option<Laptop>>,
    /// Whether something of the bases was asked for: from then on they change on demand only.
    shown: AtomicBool,
    wake: Sender<()>,
    woken: Mutex<Option<Receiver<()>>>,
}

impl Desk {
    /// Nothing is open yet: the background begins with that, and any command does it before.
    #[must_use]
    pub fn new(place: Place) -> Self {
        let (wake, woken) = mpsc::channel();
        let (_, of_look) = Preferences::load(&place.data);
        Self {
            place,
            listeners: Listeners::default(),
            background: Mutex::new(Background { of_look, ..Background::default() }),
            laptop: Mutex::default(),
            shown: AtomicBool::new(false),
            wake,
            woken: Mutex::new(Some(woken)),
        }
    }

    /// Opens the laptop, if that is possible now; a command tries again.
    pub fn open_laptop(&self) {
        if let Err(error) = self.with_opened(|_, _| Ok(())) {
            tracing::warn!("the laptop cannot be opened: {}", error.message);
        }
    }

    /// Nothing of what was received counts any more: other folders were chosen.
    pub fn forget_received(&self) {
        self.background().forget_received();
    }

    /// What the background waits for; once.
    pub fn woken(&self) -> Option<Receiver<()>> {
        self.woken.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Has the background look at the folders now.
    pub fn wake(&self) {
        // It ends with the program only.
        let _ = self.wake.send(());
    }

    /// What has the background look, for somebody else to keep.
    pub fn waker(&self) -> Sender<()> {
        self.wake.clone()
    }

    /// Something of the bases is on the screen from now on.
    pub fn note_shown(&self) {
        self.shown.store(true, Ordering::Relaxed);
    }

    /// Whether something of the bases may be on the screen.
    pub fn was_shown(&self) -> bool {
        self.shown.load(Ordering::Relaxed)
    }

    /// What the background found out.
    pub fn background(&self) -> MutexGuard<'_, Background> {
        self.background.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the laptop, if it is open.
    pub fn with<T>(&self, act: impl FnOnce(&mut Laptop, Moment) -> T) -> Option<T> {
        let mut laptop = self.laptop.lock().unwrap_or_else(PoisonError::into_inner);
        laptop.as_mut().map(|laptop| act(laptop, self.place.moment()))
    }

    /// As [`Desk::with`], opening the laptop first where it is not.
    fn with_opened<T>(
        &self,
        act: impl FnOnce(&mut Laptop, Moment) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let mut slot = self.laptop.lock().unwrap_or_else(PoisonError::into_inner);
        let laptop = match &mut *slot {
            Some(laptop) => laptop,
            none => none.insert(open(&self.place)?),
        };
        act(laptop, self.place.moment())
    }

    /// Asks the laptop on a thread of its own: the window's is never kept waiting by a disk.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&mut Laptop, Moment) -> Result<T, CommandError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let desk = Arc::clone(self);
        blocking(move || desk.with_opened(question)).await
    }

    /// As [`Desk::ask`], for what changes entries: others are told.
    pub async fn change<T: Send + 'static>(
        self: &Arc<Self>,
        deed: impl FnOnce(&mut Laptop, Moment) -> Result<T, CommandError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let done = self.ask(deed).await?;
        self.listeners.tell(Changed::Entries);
        Ok(done)
    }
}

/// Opens the laptop, with the newest bases that lie there whole: what was received before the last end is in use when the window opens.
fn open(place: &Place) -> Result<Laptop, OpenError> {
    let mut laptop = open_when_free(place)?;
    let Some(receivers) = laptop.receivers().filter(|receivers| !receivers.are_damaged()) else {
        return Ok(laptop);
    };
    let reception = receivers.receive(&Incoming::default(), &mut |_| ControlFlow::Break(()));
    if !reception.incoming.is_empty()
        && let Some(error) = laptop.take_received(&reception.incoming).journal
    {
        tracing::warn!("after bases were taken into use: {error}");
    }
    Ok(laptop)
}

/// Runs something that may wait for a disk.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CommandError> + Send + 'static,
) -> Result<T, CommandError> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(CommandError::new("internal", error)))
}

/// A program that just ended, or was killed, may hold the folder for a moment yet: until its last write is on the disk.
fn open_when_free(place: &Place) -> Result<Laptop, OpenError> {
    let until = Instant::now() + LETTING_GO;
    loop {
        match Laptop::open(&place.data, &place.os_user) {
            Err(OpenError::InUse) if Instant::now() < until => std::thread::sleep(LOOK_AGAIN),
            done => return done,
        }
    }
}
