//! The program, started by WebKit's driver.

use std::ffi::OsString;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

use crate::group::Group;
use crate::page::Page;
use crate::processes::Process;
use crate::screen::Screen;
use crate::until;

/// What is started, and in what surroundings.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The desktop's program.
    pub program: PathBuf,
    /// A folder for it alone: home, what it says, screenshots. Not the data folder, which is the program's own setting.
    pub place: PathBuf,
    /// What else its environment says.
    pub environment: Vec<(OsString, OsString)>,
    /// Where screenshots are kept of what did not come.
    pub pictures: PathBuf,
}

/// A window that is open. All of it ends with this value.
#[derive(Debug)]
pub struct Window {
    page: Page,
    driver: Group,
    launch: Launch,
}

/// Variables of whoever runs the tests that would change what is shown.
const FOREIGN: [&str; 6] = [
    "WAYLAND_DISPLAY",
    "XDG_SESSION_TYPE",
    "DBUS_SESSION_BUS_ADDRESS",
    "WEBKIT_DISABLE_DMABUF_RENDERER",
    "WEBKIT_DISABLE_COMPOSITING_MODE",
    "GTK_THEME",
];

impl Window {
    /// Opens it, and waits until it can be asked.
    ///
    /// # Errors
    /// When a program is missing or nothing opens; what the program said stands beside it.
    pub fn open(screen: &Screen, launch: &Launch) -> Result<Self> {
        std::fs::create_dir_all(&launch.place)?;
        let (driver, port) = until("a driver that listens", || start_driver(screen, launch))?;
        let page = Page::connect(port, &launch.program, &launch.pictures);
        let page = page.with_context(|| format!("no window; what was said:\n{}", words(launch)))?;
        Ok(Self { page, driver, launch: launch.clone() })
    }

    /// What it shows.
    #[must_use]
    pub const fn page(&self) -> &Page {
        &self.page
    }

    /// What the program printed.
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.launch)
    }

    /// The program and those that it started, without the driver.
    #[must_use]
    pub fn processes(&self) -> Vec<Process> {
        let mut all = Process::of_group(self.driver.id());
        all.retain(|process| process.id != self.driver.id());
        all
    }

    /// Whether the program runs.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.program().is_some()
    }

    fn program(&self) -> Option<Process> {
        let name = self.launch.program.file_name().unwrap_or_default().to_string_lossy();
        let name: String = name.chars().take(15).collect();
        self.processes().into_iter().find(|process| process.name == name)
    }

    /// Closes it as a user does, and waits until it is gone.
    ///
    /// # Errors
    /// When it stays.
    pub fn close(self) -> Result<()> {
        self.page.close();
        until("the end of the program", || Ok((!self.is_alive()).then_some(())))
    }

    /// Kills it on the spot (SIGKILL), and waits until it is gone: nothing of it can be finished.
    ///
    /// # Errors
    /// When it stays, or is gone already.
    pub fn kill(self) -> Result<()> {
        let program = self.program().context("the program is gone already")?;
        let id = i32::try_from(program.id).ok().and_then(Pid::from_raw).context("no process id")?;
        kill_process(id, Signal::KILL)?;
        self.until_dead()
    }

    /// Waits until it has died by itself.
    ///
    /// # Errors
    /// When it lives on.
    pub fn until_dead(self) -> Result<()> {
        let ended = until("the death of the program", || Ok((!self.is_alive()).then_some(())));
        ended.with_context(|| self.page.state("alive"))
    }
}

/// `None`: the port was taken meanwhile.
fn start_driver(screen: &Screen, launch: &Launch) -> Result<Option<(Group, u16)>> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let said = File::create(launch.place.join("said.txt"))?;
    let home = launch.place.join("home");
    let runtime = launch.place.join("runtime");
    std::fs::create_dir_all(&home)?;
    std::fs::create_dir_all(&runtime)?;
    let mut command = Command::new("WebKitWebDriver");
    command.arg(format!("--port={port}"));
    for name in FOREIGN {
        command.env_remove(name);
    }
    command
        .env("DISPLAY", screen.name())
        .env("GDK_BACKEND", "x11")
        .env("HOME", &home)
        .env("XDG_RUNTIME_DIR", &runtime)
        .env("NO_AT_BRIDGE", "1")
        .env("TAURI_AUTOMATION", "true")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .envs(launch.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(said.try_clone()?)
        .stderr(said);
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        command.env_remove(name);
    }
    let mut driver =
        Group::spawn(&mut command).context("no WebKitWebDriver: apt-get install webkit2gtk-driver")?;
    let listens = until("a driver that listens", || {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(Some(true));
        }
        Ok(driver.child.try_wait()?.map(|_| false))
    })?;
    Ok(listens.then_some((driver, port)))
}

fn words(launch: &Launch) -> String {
    std::fs::read_to_string(launch.place.join("said.txt")).unwrap_or_default()
}
