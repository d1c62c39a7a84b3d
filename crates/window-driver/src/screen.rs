//! A screen that nobody sees.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::group::Group;

/// An X server of its own, as large as the smallest laptop that the window is drawn for.
#[derive(Debug)]
pub struct Screen {
    _server: Group,
    name: String,
}

impl Screen {
    /// Starts it; it finds a free number by itself.
    ///
    /// # Errors
    /// When there is no Xvfb, or it does not start.
    pub fn start() -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Group::spawn(&mut command).context("no Xvfb: apt-get install xvfb")?;
        let mut number = String::new();
        let told = server.child.stdout.take().context("no pipe")?;
        BufReader::new(told).read_line(&mut number)?;
        ensure!(!number.trim().is_empty(), "Xvfb ended without a screen");
        Ok(Self { _server: server, name: format!(":{}", number.trim()) })
    }

    /// What `DISPLAY` is to say.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}
