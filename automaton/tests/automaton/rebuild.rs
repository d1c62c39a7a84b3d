//! `rebuild`: what is published, for whom, how it gets there and what a crash may leave of it.

mod content;
#[cfg(unix)] // SIGKILL
pub mod crashes;
mod privacy;
mod publication;
mod published;
pub mod statistics;

pub use content::relation;
pub use published::COMMON;
