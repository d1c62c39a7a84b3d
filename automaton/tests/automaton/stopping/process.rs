//! A command of the real program, held at one of its steps.

use std::io::Read;
use std::process::{Child, ChildStdin, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::Place;

/// Far longer than anything here takes: whoever waits so long has found a fault.
const DEADLINE: Duration = Duration::from_secs(120);

/// The steps of an undisturbed run, which must go well.
pub fn steps_of(place: &Place, arguments: &[&str]) -> Vec<String> {
    let log = place.path("steps");
    let mut command = place.command();
    let output = command.args(arguments).env("TOURNEE_STEP_LOG", &log).output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    let steps = std::fs::read_to_string(&log).expect("the steps were logged");
    std::fs::remove_file(&log).expect("removed");
    steps.lines().map(str::to_owned).collect()
}

/// The number of the `nth` step of that name, both counted from 1.
pub fn number_of(steps: &[String], name: &str, nth: usize) -> usize {
    let mut found = steps.iter().zip(1..).filter(|(step, _)| *step == name).map(|(_, number)| number);
    found.nth(nth - 1).unwrap_or_else(|| panic!("{nth} steps {name}"))
}

/// A process that waits at a step, until its standard input ends.
pub struct Held {
    child: Child,
    input: Option<ChildStdin>,
    /// Everything that it wrote to standard error so far.
    errors: std::sync::Arc<std::sync::Mutex<Vec<u8>>>,
    reader: std::thread::JoinHandle<()>,
}

impl Held {
    /// Starts a command and waits until it is at its step `at`.
    pub fn start(place: &Place, arguments: &[&str], at: usize) -> Self {
        let held = Self::start_anyhow(place, arguments, Some(at));
        let log = place.path("steps");
        let there = || std::fs::read_to_string(&log).is_ok_and(|steps| steps.lines().count() >= at);
        wait_until(&format!("step {at} of {arguments:?}"), there);
        std::fs::remove_file(&log).expect("removed");
        held
    }

    /// Starts a command that logs its steps.
    pub fn start_anyhow(place: &Place, arguments: &[&str], at: Option<usize>) -> Self {
        let mut command = place.command();
        command.args(arguments).env("TOURNEE_STEP_LOG", place.path("steps"));
        command.envs(at.map(|at| ("TOURNEE_PAUSE_AT", at.to_string())));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let (input, mut stream) = (child.stdin.take(), child.stderr.take().expect("piped"));
        let errors = std::sync::Arc::<std::sync::Mutex<Vec<u8>>>::default();
        let shared = std::sync::Arc::clone(&errors);
        let reader = std::thread::spawn(move || {
            let mut some = [0; 1024];
            while let Ok(length @ 1..) = stream.read(&mut some) {
                shared.lock().expect("no panic").extend_from_slice(&some[..length]);
            }
        });
        Self { child, input, errors, reader }
    }

    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("sent");
    }

    /// Asks it to stop, and waits until it knows.
    pub fn stop(&self) {
        self.signal(Signal::TERM);
        let knows =
            || String::from_utf8_lossy(&self.errors.lock().expect("no panic")).contains("SIGTERM: stops");
        wait_until("the process heard SIGTERM", knows);
    }

    /// Lets it go on, and waits for its end.
    pub fn go_on(mut self) -> Output {
        drop(self.input.take());
        self.end()
    }

    /// Waits for its end.
    pub fn end(mut self) -> Output {
        let mut status = None;
        wait_until("the process ended", || {
            status = self.child.try_wait().expect("asked");
            status.is_some()
        });
        let mut stdout = Vec::new();
        self.child.stdout.take().expect("piped").read_to_end(&mut stdout).expect("read");
        self.reader.join().expect("no panic");
        let stderr = std::mem::take(&mut *self.errors.lock().expect("no panic"));
        Output { status: status.expect("it ended"), stdout, stderr }
    }
}

/// Looks again and again; fails when it takes too long.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < DEADLINE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
