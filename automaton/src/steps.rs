//! The lists of the steps of a pass and of a rebuild: everything that something outside the process can see, in the folders and in the
//! base.
//!
//! Each room announces its steps right before doing them (trace events of target `step`); these lists join theirs, so the crash sweeps
//! cover a new step as soon as its room lists it, and fail when a listed step is never met.

/// Names of all steps of a pass, of the folders first.
#[must_use]
pub fn all() -> Vec<&'static str> {
    let folder = sync_folder::Step::ALL.iter().map(|step| step.as_str());
    let base = winpneu::step::Step::ALL.iter().map(|step| step.as_str());
    folder.chain(base).collect()
}

/// Names of all steps of a rebuild. It scans no inbox, and commits nothing: it reads in one transaction and notes what it did in single
/// statements.
#[must_use]
pub fn of_rebuild() -> Vec<&'static str> {
    use sync_folder::Step as Folder;
    use winpneu::step::Step as Base;
    let built = snapshot::step::Step::ALL.iter().map(|step| step.as_str());
    let folder = Folder::ALL.iter().filter(|step| **step != Folder::ListUsers).map(|step| step.as_str());
    let base = Base::ALL.iter().filter(|step| !matches!(step, Base::Commit | Base::Committed));
    built.chain(folder).chain(base.map(|step| step.as_str())).collect()
}
