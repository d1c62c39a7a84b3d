//! How far the demonstration is: one line on a terminal, some lines elsewhere, nothing for programs.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Between two lines on a terminal, and elsewhere.
const ON_A_TERMINAL: Duration = Duration::from_millis(200);
const ELSEWHERE: Duration = Duration::from_secs(5);

/// Says how far it is.
#[derive(Debug)]
pub struct Progress {
    silent: bool,
    terminal: bool,
    last: Option<Instant>,
    /// Signs of the line that stands on the terminal.
    shown: usize,
}

impl Progress {
    /// On standard error; `silent` says nothing.
    #[must_use]
    pub fn new(silent: bool) -> Self {
        Self { silent, terminal: std::io::stderr().is_terminal(), last: None, shown: 0 }
    }

    /// So much of a part is done.
    pub(super) fn at(&mut self, part: &str, done: u64, total: u64) {
        let wait = if self.terminal { ON_A_TERMINAL } else { ELSEWHERE };
        let due = self.last.is_none_or(|last| last.elapsed() >= wait);
        if done < total && !due {
            return;
        }
        self.last = Some(Instant::now());
        self.line(&format!("{part}: {done} of {total}"), done >= total);
    }

    /// A part begins that has no numbers.
    pub(super) fn says(&mut self, words: &str) {
        self.last = None;
        self.line(words, true);
    }

    /// A line that a later one may replace, unless it is the last of its part.
    fn line(&mut self, words: &str, keep: bool) {
        if self.silent {
            return;
        }
        let mut out = std::io::stderr().lock();
        // Nobody who closes standard error wants to know.
        let _ = if self.terminal {
            let width = self.shown.max(words.chars().count());
            write!(out, "\r{words:<width$}{}", if keep { "\n" } else { "" }).and_then(|()| out.flush())
        } else {
            writeln!(out, "{words}")
        };
        self.shown = if keep { 0 } else { words.chars().count() };
    }
}
