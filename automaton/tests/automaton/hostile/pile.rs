//! A pile of things in the inbox, and what is expected of each.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Place;

/// What the report must say of a thing, in the first pass and ten seconds later.
pub struct Thing {
    /// As the report calls it.
    pub shown: String,
    pub first: String,
    pub second: String,
}

/// Refused at once, and never told again.
pub fn refused(reason: &str) -> [String; 2] {
    [format!("rejected {reason}"), String::new()]
}

/// No whole JSON: it may still be on its way.
pub fn torn(reason: &str) -> [String; 2] {
    ["deferred unsettled".to_owned(), format!("rejected {reason}")]
}

pub fn integrated() -> [String; 2] {
    ["integrated".to_owned(), String::new()]
}

/// The same in each pass.
pub fn always(verdict: &str) -> [String; 2] {
    [verdict.to_owned(), verdict.to_owned()]
}

/// Things in the inbox of a place.
pub struct Pile<'a> {
    pub place: &'a Place,
    /// What lies outside, for links.
    pub outside: &'a Path,
    pub things: Vec<Thing>,
}

impl Pile<'_> {
    /// The path of a thing that is made by the caller.
    pub fn expect(&mut self, folder: &str, name: impl AsRef<OsStr>, [first, second]: [String; 2]) -> PathBuf {
        let shown = name.as_ref().to_string_lossy().into_owned();
        self.expect_shown(folder, name, &shown, [first, second])
    }

    /// The same, for a name that is escaped in reports.
    pub fn expect_shown(
        &mut self,
        folder: &str,
        name: impl AsRef<OsStr>,
        shown: &str,
        [first, second]: [String; 2],
    ) -> PathBuf {
        let folder = self.place.path("inbox").join(folder);
        std::fs::create_dir_all(&folder).expect("made");
        self.things.push(Thing { shown: shown.to_owned(), first, second });
        folder.join(name.as_ref())
    }

    pub fn file(&mut self, folder: &str, name: impl AsRef<OsStr>, bytes: &[u8], expected: [String; 2]) {
        let path = self.expect(folder, name, expected);
        std::fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Everything below a folder, nothing opened and no link followed: its kind, size, rights, number of names and last change.
pub fn landscape(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("listed") {
            let path = entry.expect("an entry").path();
            let meta = path.symlink_metadata().expect("there");
            let kind = meta.file_type();
            let odd = [kind.is_fifo(), kind.is_socket(), kind.is_symlink()];
            let size = if kind.is_dir() { 0 } else { meta.len() };
            let text = format!(
                "{odd:?} {size} {:o} {} {:?}",
                meta.permissions().mode(),
                meta.nlink(),
                meta.modified()
            );
            if kind.is_dir() {
                folders.push(path.clone());
            }
            found.insert(path, text);
        }
    }
    found
}

/// A pass hangs rather than crashes when it opens what it should not.
const PATIENCE: Duration = Duration::from_secs(180);

/// One pass at `at`; answers the exit code, the report, and the most memory that it had resident, in KiB, where the system tells.
pub fn measured_pass(place: &Place, at: &str) -> (i32, Value, Option<u64>) {
    let mut answer = tempfile::NamedTempFile::new().expect("a file");
    let mut command = place.command();
    command.env("TOURNEE_NOW", at).args(["--json", "integrate"]);
    let mut child = command.stdout(Stdio::from(answer.reopen().expect("opened"))).spawn().expect("it starts");
    let (started, mut peak) = (Instant::now(), None);
    let code = loop {
        peak = peak_kib(child.id()).max(peak);
        if let Some(status) = child.try_wait().expect("asked") {
            break status.code().expect("it ended by itself");
        }
        if started.elapsed() > PATIENCE {
            child.kill().expect("killed");
            panic!("the pass hangs");
        }
        // Between two looks at the figure: nothing waits for this.
        std::thread::sleep(Duration::from_millis(1));
    };
    let report = serde_json::from_reader(answer.as_file_mut()).expect("a report");
    (code, report, peak)
}

/// Linux keeps the figure as long as the process is there; it never falls.
fn peak_kib(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
