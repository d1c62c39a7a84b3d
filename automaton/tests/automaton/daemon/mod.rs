//! The daemon: started as a service starts it, its clock running, and watched from outside.

mod archiving;
mod ending;
#[cfg(target_os = "linux")] // tmpfs
mod full_disk;
mod logs;
mod mails;
mod misconfigured;
pub mod process;
mod rebuilding;
pub mod troubles;
#[cfg(target_os = "linux")] // proc(5)
mod visitors;
mod working;
