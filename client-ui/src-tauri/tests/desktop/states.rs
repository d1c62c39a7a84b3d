//! What a rep is told when something is not as it should be, and that nothing typed is lost.

mod bases;
mod clock;
mod disk;
mod setup;
