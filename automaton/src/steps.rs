//! The one list of the steps of a pass: everything that something outside the process can see, in the folders and in the base.
//!
//! Each room announces its steps right before doing them (trace events of target `step`); this list joins theirs, so the crash sweep
//! covers a new step as soon as its room lists it, and fails when a listed step is never met.

/// Names of all steps, of the folders first.
#[must_use]
pub fn all() -> Vec<&'static str> {
    let folder = sync_folder::Step::ALL.iter().map(|step| step.as_str());
    let base = winpneu::step::Step::ALL.iter().map(|step| step.as_str());
    folder.chain(base).collect()
}
