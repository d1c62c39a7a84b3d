//! The desktop as it is built: the types that it shares with the page, and a rep's work in the real window.

mod bindings;
#[cfg(target_os = "linux")]
mod crashes;
#[cfg(target_os = "linux")]
mod day;
#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod hands;
#[cfg(target_os = "linux")]
mod names;
#[cfg(target_os = "linux")]
mod prospect_crashes;
#[cfg(target_os = "linux")]
mod prospect_day;
#[cfg(target_os = "linux")]
mod prospects;
#[cfg(target_os = "linux")]
mod sheets;
#[cfg(target_os = "linux")]
mod states;
#[cfg(target_os = "linux")]
mod world;
