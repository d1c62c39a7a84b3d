//! Starts the desktop's real window on a screen of its own, and drives it as hands and eyes would: keys, clicks, what can be read.
//!
//! Three processes for each [`Window`]: an X server without a monitor (Xvfb), WebKit's driver, and the program, which the driver starts.
//! They are ended by their ids when the values go, also when a test fails. The page is asked, never the picture: a screenshot is for
//! people, and is kept when something does not come.
//!
//! Linux only: elsewhere nothing of it is built. Absent on purpose: any word of the product (the tests name what they look for), and
//! sleeping until something is probably there.

#![cfg(target_os = "linux")]

mod group;
mod keys;
mod page;
mod processes;
mod screen;
mod window;

pub use page::{Page, Spot};
pub use processes::Process;
pub use screen::Screen;
pub use window::{Launch, Window};

use std::time::Duration;

/// How long is waited for what must come; a slow machine is no failure.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How soon it is looked for again.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Waits until `found` answers something.
///
/// # Errors
/// What `found` fails with, and when nothing comes.
pub fn until<T>(what: &str, mut found: impl FnMut() -> anyhow::Result<Option<T>>) -> anyhow::Result<T> {
    let begun = std::time::Instant::now();
    loop {
        if let Some(found) = found()? {
            return Ok(found);
        }
        anyhow::ensure!(begun.elapsed() < PATIENCE, "never came: {what}");
        std::thread::sleep(LOOK_AGAIN);
    }
}
