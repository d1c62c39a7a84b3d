//! The desktop's window on the demo: built, set up for one rep, opened where there is a screen.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::{FOLDER, beside};
use crate::process;

/// Who may sit at the laptop: the eight reps, and the administrator, who sees everybody's. A test compares them with the company's.
const PEOPLE: [&str; 9] =
    ["jdupont", "amartin", "lbernard", "pmoreau", "sleroy", "ngirard", "mfontaine", "tgauthier", "adelorme"];
/// His laptop has an entry already: the one that the demo made without a window.
pub const WITH_ENTRIES: &str = "jdupont";
/// What the program holds as long as it runs.
const LOCK: &str = "laptop.lock";
/// How long a window may take to open; the first start is slow.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// One of the people, by the name of the user's folder.
pub fn person(name: &str) -> Result<String, String> {
    let name = name.rsplit('\\').next().unwrap_or(name).to_lowercase();
    if PEOPLE.contains(&name.as_str()) {
        Ok(name)
    } else {
        Err(format!("nobody of the demo's company; one of: {}", PEOPLE.join(", ")))
    }
}

/// The laptop's data folder, below the root. The one without a window is the same for its rep.
pub fn data_folder(user: &str) -> String {
    if user == WITH_ENTRIES { format!("{FOLDER}/laptop") } else { format!("{FOLDER}/laptop-{user}") }
}

/// A demo whose window is still open is not replaced under it.
pub fn ensure_closed(root: &Path) -> Result<()> {
    for user in PEOPLE {
        let folder = data_folder(user);
        ensure!(!is_open(&root.join(&folder)), "a window is open on {folder}: close it, and run this again");
    }
    Ok(())
}

/// Builds the window.
pub fn build(root: &Path) -> Result<()> {
    println!("\n== build: the window (WebKit, the page, the desktop)");
    crate::platform::ensure(&crate::platform::WEBKIT)?;
    crate::front::install(root)?;
    crate::front::build(root)?;
    process::run(process::cargo().args(["build", "--package", "desktop"]).current_dir(root))
}

/// Sets the laptop up, and opens its window or says how to.
pub fn show(root: &Path, automaton: &Path, user: &str) -> Result<()> {
    println!("\n== the window");
    let data = data_folder(user);
    let headless = beside(automaton, "tournee-headless");
    let (inbox, bases) = (format!("{FOLDER}/inbox"), format!("{FOLDER}/bases"));
    let mut setup = Command::new(headless);
    setup.current_dir(root).args(["--data", &data, "--user", &windows_user(user)]);
    process::run_quietly(setup.args(["setup", "--inbox", &inbox, "--bases", &bases]))?;
    let window = Window { root, program: beside(automaton, "tournee"), data, user };
    if has_screen() { window.open() } else { window.tell_how() }
        .context("the company stands all the same; cargo xtask demo --no-window leaves the window out")
}

fn windows_user(folder: &str) -> String {
    format!("BOCAGE\\{folder}")
}

struct Window<'a> {
    root: &'a Path,
    program: PathBuf,
    data: String,
    user: &'a str,
}

impl Window<'_> {
    /// It stays open when this command ends.
    fn open(&self) -> Result<()> {
        let said = self.root.join(&self.data).join("window.txt");
        let mut child = self.start(&said)?;
        let begun = Instant::now();
        while !is_open(&self.root.join(&self.data)) {
            if let Some(status) = child.try_wait()? {
                bail!("the window closed at once ({status}): {}", fs::read_to_string(&said)?.trim_end());
            }
            ensure!(begun.elapsed() < PATIENCE, "no window after {} s", PATIENCE.as_secs());
            std::thread::sleep(LOOK_AGAIN);
        }
        println!(
            "\nThe window of {} is open, and stays so when this command ends (process {}); what it says: {}/window.txt",
            windows_user(self.user),
            child.id(),
            self.data
        );
        println!(
            "Commands with --data {} are refused until it is closed: one program at a time has a laptop's data.",
            self.data
        );
        println!("Again, later:\n  {}", self.typed());
        Ok(())
    }

    fn start(&self, said: &Path) -> Result<Child> {
        let said = File::create(said)?;
        let mut command = Command::new(&self.program);
        command.current_dir(self.root).env("TOURNEE_DATA", self.root.join(&self.data));
        command.env("TOURNEE_USER", windows_user(self.user));
        command.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said);
        apart(&mut command);
        command.spawn().with_context(|| format!("cannot start {}", self.program.display()))
    }

    fn tell_how(&self) -> Result<()> {
        println!(
            "\nThere is no display here, so no window was opened. The laptop of {} is ready:",
            self.user
        );
        println!("  over ssh -X, or in a terminal of a desktop:\n    {}", self.typed());
        println!(
            "  on a screen that nobody sees (apt-get install xvfb):\n    xvfb-run -a env {}",
            self.typed()
        );
        println!("  both from the root of the repository");
        Ok(())
    }

    /// As it could be typed in a shell, from the root.
    fn typed(&self) -> String {
        let program = self.program.strip_prefix(self.root).unwrap_or(&self.program);
        let settings = [("TOURNEE_DATA", self.data.clone()), ("TOURNEE_USER", windows_user(self.user))];
        if cfg!(windows) {
            let settings = settings.map(|(name, value)| format!("$env:{name}='{value}'; "));
            return format!("{}{}", settings.concat(), program.display());
        }
        let settings = settings.map(|(name, value)| format!("{name}='{value}' "));
        format!("{}{}", settings.concat(), program.display())
    }
}

/// Ctrl-C at the console that started it is not meant for it.
#[cfg(unix)]
fn apart(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn apart(_: &mut Command) {}

/// Whether a program works in this data folder.
fn is_open(data: &Path) -> bool {
    let file = File::options().write(true).open(data.join(LOCK));
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Windows and macOS always have one.
fn has_screen() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::{LOCK, PEOPLE, is_open, person};

    /// This crate imports nothing of the automaton, so the texts are compared.
    #[test]
    fn the_people_are_those_of_the_company() {
        let company = include_str!("../../../../automaton/src/demo/people.rs");
        let reps = company.lines().filter_map(|line| line.trim().strip_prefix("rep(\""));
        let reps: Vec<&str> = reps.filter_map(|line| line.split('"').next()).collect();
        assert_eq!(reps, PEOPLE[..8]);
        assert!(company.contains("(\"adelorme\", "));
        let lock = include_str!("../../../client/src/laptop/lock.rs");
        assert!(lock.contains(&format!("const LOCK: &str = {LOCK:?};")));
    }

    #[test]
    fn somebody_else_is_refused_with_the_names_of_all() {
        assert_eq!(person("BOCAGE\\LBernard").unwrap(), "lbernard");
        let told = person("cpetit").unwrap_err();
        assert!(told.contains("jdupont, amartin"), "{told}");
    }

    #[test]
    fn a_held_lock_is_an_open_window() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_open(folder.path()));
        let held = std::fs::File::create(folder.path().join(LOCK)).unwrap();
        assert!(!is_open(folder.path()));
        held.lock().unwrap();
        assert!(is_open(folder.path()));
    }
}
