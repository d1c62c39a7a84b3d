//! The lists of the steps of a pass, of a rebuild and of a round of mails: everything that something outside the process can see, in the
//! folders, in the base and at the mail server.
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

/// Names of all steps of a round of sending mails; those of a server, or with `as_files` those of the folder that the mails are written
/// to. It has no transaction: a mark is one statement.
#[must_use]
pub fn of_mail(as_files: bool) -> Vec<&'static str> {
    use sync_folder::Step as Folder;
    use winpneu::step::Step as Base;
    let delivery = crate::delivery::Step::ALL.iter().map(|step| step.as_str());
    let base = [Base::Lock, Base::Unlock, Base::Statement].map(Base::as_str);
    let folder = [
        Folder::MakeFolder,
        Folder::Open,
        Folder::CreateTemp,
        Folder::WriteTemp,
        Folder::WriteTempHalf,
        Folder::SyncFile,
        Folder::Rename,
        Folder::SyncFolder,
        Folder::Remove,
    ];
    let folder = folder.iter().filter(|_| as_files).map(|step| step.as_str());
    delivery.chain(base).chain(folder).collect()
}
