//! Mails really sent: by SMTP to a real server on loopback, and as files.

pub mod server;

mod addressing;
mod answers;
mod commands;
#[cfg(unix)] // SIGKILL
pub mod crashes;
mod files;
pub mod given;
#[cfg(unix)]
mod marks;
mod transports;
