//! The folder watch: a file that arrives asks for a pass.
//!
//! Watches lose events (network shares, a full queue of the system, folders made faster than they are watched), so the schedule looks
//! besides, and the watch itself is only ever a hint: a pass looks at the whole inbox. The folder may be away, at the start or later; it
//! is watched again once it is back.
//!
//! Absent on purpose: reading files, and knowing which ones matter.

mod identity;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::backoff::{Backoff, chance};
use identity::Identity;

/// A pass is asked for once nothing has happened for this long …
const QUIET: Duration = Duration::from_millis(300);
/// … or when something has been happening for this long.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is checked that what is watched is what the path names: a share mounted over it makes no event.
const CHECK_EVERY: Duration = Duration::from_secs(5);
/// Between two tries to watch a folder that is away.
const BACKOFF: Backoff = Backoff { first: Duration::from_secs(1), ceiling: Duration::from_secs(30) };

/// Watches until `stop`; rings `asked` when there may be something to integrate, or when the folder went away: the pass finds out.
pub async fn run(inbox: PathBuf, asked: Arc<Notify>, stop: CancellationToken) {
    if rehearsal::is_blind() {
        return stop.cancelled().await;
    }
    let watching = async {
        let (mut failures, mut told) = (0, String::new());
        loop {
            match Watch::open(&inbox).await {
                Ok(watch) => {
                    tracing::info!(inbox = %inbox.display(), "watches the inbox");
                    (failures, told) = (0, String::new());
                    // What arrived before it was watched.
                    asked.notify_one();
                    watch.until_lost(&inbox, &asked).await;
                    tracing::warn!("the watch on the inbox is lost; it is set up again");
                    asked.notify_one();
                }
                Err(error) if error != told => {
                    tracing::warn!(%error, "the inbox cannot be watched now; the schedule goes on");
                    told = error;
                    asked.notify_one();
                }
                Err(_) => {}
            }
            failures += 1;
            sleep(BACKOFF.delay(failures, chance())).await;
        }
    };
    tokio::select! {
        () = watching => {}
        () = stop.cancelled() => {}
    }
}

/// What one event means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// Nobody changed anything: our own pass reads, too.
    Nothing,
    /// A pass may find something.
    Change,
    /// There may be folders that are not watched, or the inbox itself is gone.
    Lost,
}

fn judge(event: &notify::Result<notify::Event>, inbox: &Path) -> Heard {
    let Ok(event) = event else { return Heard::Lost };
    if event.need_rescan() {
        return Heard::Lost;
    }
    match event.kind {
        EventKind::Access(_) => Heard::Nothing,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
            if event.paths.iter().any(|path| path == inbox) =>
        {
            Heard::Lost
        }
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => Heard::Change,
    }
}

/// Rung by the watcher's own thread.
#[derive(Debug, Default)]
struct Bells {
    changed: Notify,
    lost: Notify,
}

struct Watch {
    bells: Arc<Bells>,
    identity: Identity,
    /// The watch ends with it.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Walks through all folders of the inbox, which takes its time on a share: on a thread that may wait.
    async fn open(inbox: &Path) -> Result<Self, String> {
        let inbox = inbox.to_owned();
        let opened = tokio::task::spawn_blocking(move || Self::open_now(&inbox)).await;
        opened.map_err(|error| error.to_string())?
    }

    fn open_now(inbox: &Path) -> Result<Self, String> {
        let unwatched = |error: notify::Error| match error.kind {
            notify::ErrorKind::MaxFilesWatch => {
                "the system watches too many folders already: raise fs.inotify.max_user_watches".to_owned()
            }
            _ => format!("{}: {error}", inbox.display()),
        };
        // Before the watch: a folder that is exchanged meanwhile is then found to be another one.
        let unreachable = |error: io::Error| format!("{}: {error}", inbox.display());
        let identity = identity::of(inbox).map_err(unreachable)?;
        // Where the inbox itself is a link, the watch wants what it leads to; `identity` notices when that becomes another folder.
        let folder = inbox.canonicalize().map_err(unreachable)?;
        let bells = Arc::new(Bells::default());
        let (rung, root) = (Arc::clone(&bells), folder.clone());
        let listen = move |event: notify::Result<notify::Event>| match judge(&event, &root) {
            Heard::Nothing => {}
            Heard::Change => rung.changed.notify_one(),
            Heard::Lost => rung.lost.notify_one(),
        };
        // A link that a laptop made must not have the whole server watched.
        let config = notify::Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(listen, config).map_err(unwatched)?;
        watcher.watch(&folder, RecursiveMode::Recursive).map_err(unwatched)?;
        Ok(Self { bells, identity, _watcher: watcher })
    }

    /// Rings for changes until the watch is of no use any more.
    async fn until_lost(&self, inbox: &Path, asked: &Notify) {
        let changes = async {
            loop {
                self.bells.changed.notified().await;
                self.quiet().await;
                asked.notify_one();
            }
        };
        tokio::select! {
            () = changes => {}
            () = self.bells.lost.notified() => {}
            () = exchanged(inbox, &self.identity) => {}
        }
    }

    /// A sync writes many files one after another: one pass for all of them.
    async fn quiet(&self) {
        let latest = Instant::now() + PATIENCE;
        loop {
            let until = (Instant::now() + QUIET).min(latest);
            if timeout_at(until, self.bells.changed.notified()).await.is_err() {
                return;
            }
        }
    }
}

/// Ends when the path no longer names the folder that is watched.
async fn exchanged(inbox: &Path, identity: &Identity) {
    loop {
        sleep(CHECK_EVERY).await;
        let path = inbox.to_owned();
        let now = tokio::task::spawn_blocking(move || identity::of(&path)).await;
        if !matches!(now, Ok(Ok(now)) if now == *identity) {
            return;
        }
    }
}
