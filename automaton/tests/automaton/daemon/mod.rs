//! The daemon: started as a service starts it, its clock running, and watched from outside.

mod ending;
#[cfg(target_os = "linux")] // tmpfs
mod full_disk;
mod logs;
mod mails;
mod process;
mod rebuilding;
mod troubles;
mod working;
