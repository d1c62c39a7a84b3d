//! A daemon as a test sees it: a process, its words, and `/health`.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::{Place, VisitFile};

/// How long a test waits for what must come; a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(120);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Waits until `found` answers something; fails with the words of `context` when it never does.
pub fn until<T>(what: &str, context: impl Fn() -> String, mut found: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "never came: {what}\n{}", context());
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// An installation for the daemon: nothing happens by the schedule, and the system gives the port.
pub fn place() -> Place {
    let place = Place::new();
    let defaults = [
        ("integrate = \"* * * * *\"", "integrate = \"\""),
        ("rebuild = \"30 2 * * *\"", "rebuild = \"\""),
        ("listen = \"127.0.0.1:8787\"", "listen = \"127.0.0.1:0\""),
    ];
    configure(&place, &defaults);
    place
}

/// Replaces texts of `automaton.toml`, each of which stands there.
pub fn configure(place: &Place, changes: &[(&str, &str)]) {
    let file = place.path("automaton.toml");
    let mut text = std::fs::read_to_string(&file).expect("read");
    for (from, to) in changes {
        assert!(text.contains(from), "{from:?} stands in\n{text}");
        text = text.replacen(from, to, 1);
    }
    std::fs::write(&file, text).expect("written");
}

/// A visit that was written an hour ago: the daemon's clock runs. The same number is the same visit.
pub fn visit(number: u32) -> VisitFile {
    static BEGUN: OnceLock<DateTime<Utc>> = OnceLock::new();
    let an_hour_ago = *BEGUN.get_or_init(|| Utc::now() - TimeDelta::hours(1));
    let created_at = an_hour_ago + TimeDelta::seconds(number.into());
    let visit = VisitFile { created_at, ..VisitFile::new(number) };
    visit.with("visited_on", json!(created_at.date_naive()))
}

/// How many visits of these tests stand in the base.
pub fn visits(place: &Place) -> usize {
    place.query("SELECT 1 FROM client_relation WHERE crm_fichier IS NOT NULL").len()
}

/// Each file that was ever dropped is there once: as a row, as a registered file and in the archive.
pub fn assert_exactly_once(place: &Place, count: usize) {
    assert_eq!(visits(place), count, "rows");
    assert_eq!(
        place.query("SELECT DISTINCT crm_fichier FROM client_relation").len(),
        count,
        "different ones"
    );
    assert_eq!(place.query("SELECT 1 FROM crm_fichier WHERE etat = 'integre'").len(), count, "registered");
    let archived: Vec<String> =
        place.tree("archive").into_keys().filter(|name| name.ends_with(".json")).collect();
    assert_eq!(archived.len(), count, "{archived:?}");
    assert_eq!(place.tree("quarantine").len(), 0, "nothing was refused");
}

/// A running daemon. It is killed with this value.
pub struct Daemon {
    child: Child,
    words: PathBuf,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

/// The command of a daemon whose clock runs.
pub fn command(place: &Place) -> Command {
    let mut command = place.command();
    command.arg("run").env_remove("TOURNEE_NOW").stdin(Stdio::null());
    command
}

impl Daemon {
    pub fn start(place: &Place) -> Self {
        Self::start_command(command(place))
    }

    /// Starts it and waits until it answers.
    pub fn start_command(mut command: Command) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let words = folder.path().join("words");
        let file = File::create(&words).expect("created");
        // To files: a pipe that nobody empties would stop it.
        command.stdout(file.try_clone().expect("cloned")).stderr(file);
        let mut child = command.spawn().expect("the program starts");
        let said = |words: &Path| std::fs::read_to_string(words).unwrap_or_default();
        let listening = |text: &str| {
            let line = text.lines().find(|line| line.contains("answers /health"))?;
            line.rsplit("listen=").next()?.trim().parse().ok()
        };
        let address = until(
            "a daemon that listens",
            || said(&words),
            || {
                let ended = child.try_wait().expect("asked");
                assert!(ended.is_none(), "it ended: {ended:?}\n{}", said(&words));
                listening(&said(&words))
            },
        );
        Self { child, words, address, _folder: folder }
    }

    /// Everything that it said so far.
    pub fn words(&self) -> String {
        std::fs::read_to_string(&self.words).expect("read")
    }

    /// Waits until `found` answers something.
    pub fn until<T>(&self, what: &str, found: impl FnMut() -> Option<T>) -> T {
        until(what, || self.words(), found)
    }

    pub fn until_said(&self, words: &str) {
        self.until(words, || self.words().contains(words).then_some(()));
    }

    /// Waits until so many visits stand in the base.
    pub fn until_integrated(&self, place: &Place, count: usize) {
        self.until(&format!("{count} visits in the base"), || (visits(place) >= count).then_some(()));
    }

    /// The status and the body that a path is answered with.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, body.to_owned())
    }

    /// What `/health` answers; its status says the same as its words.
    pub fn health(&self) -> Value {
        let (status, body) = self.get("/health");
        let health: Value = serde_json::from_str(&body).expect("JSON");
        let expected = if health["status"] == "ok" { 200 } else { 503 };
        assert_eq!(status, expected, "{health}");
        health
    }

    pub fn until_health(&self, what: &str, mut fits: impl FnMut(&Value) -> bool) -> Value {
        let context = || format!("{}\n{}", self.health(), self.words());
        until(what, context, || Some(self.health()).filter(|health| fits(health)))
    }

    /// Waits until the first pass has ended well.
    pub fn until_at_rest(&self) {
        self.until_health("a first pass", |health| {
            !health["jobs"]["integrate"]["last_outcome"]["integrated"].is_null()
        });
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).expect("it lives");
    }

    /// What it still waits for at its standard input comes to an end.
    pub fn let_go(&mut self) {
        drop(self.child.stdin.take());
    }

    /// Waits until it has ended by itself.
    pub fn wait(&mut self) -> ExitStatus {
        let words = self.words.clone();
        let said = || std::fs::read_to_string(&words).unwrap_or_default();
        until("its end", said, || self.child.try_wait().expect("asked"))
    }

    /// SIGTERM, and 0.
    pub fn stop(mut self) {
        self.signal(Signal::TERM);
        let status = self.wait();
        assert_eq!(status.code(), Some(0), "{}", self.words());
    }

    /// SIGKILL, as a power failure would.
    pub fn kill(mut self) {
        self.child.kill().expect("it lives");
        self.child.wait().expect("it ended");
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A daemon that stops before its n-th step until it is let go, and the file that names its steps.
pub fn paused_at(place: &Place, step: usize) -> Daemon {
    let log = place.path("steps");
    let mut command = command(place);
    command.env("TOURNEE_STEP_LOG", &log).env("TOURNEE_PAUSE_AT", step.to_string()).stdin(Stdio::piped());
    let daemon = Daemon::start_command(command);
    let last = daemon.until("the step to pause at", || {
        let steps = std::fs::read_to_string(&log).unwrap_or_default();
        (steps.lines().count() >= step).then(|| steps.lines().last().unwrap_or_default().to_owned())
    });
    assert!(!last.ends_with("lock") && !last.contains("mail"), "amid a pass, not amid mails: {last}");
    daemon
}

/// The mails that were written as files into a folder: recipient and text, in the order of their names.
pub fn mail_files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
    paths.sort();
    paths.iter().map(|path| String::from_utf8(std::fs::read(path).expect("read")).expect("ASCII")).collect()
}
