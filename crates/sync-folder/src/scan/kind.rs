//! What a thing in the inbox is, going by its place, its name and its type. Pure.

use domain::UserFolder;

/// What a thing in the inbox is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file in a user's folder: to be read and judged.
    Candidate,
    /// Temporary or foreign: the sync's own files, hidden ones, litter of the operating system, folders deeper than
    /// a device's.
    LeftAlone,
    /// The sync's copy of a file that two sides wrote.
    ConflictCopy,
    /// A link, a FIFO, a socket, a device, or a folder that is named like an exchange file.
    NotAFile,
    /// A file with a second name, perhaps outside the inbox.
    HardLink,
    /// A file directly in the inbox: it belongs to no user.
    OutsideUserFolder,
    /// It cannot be listed or looked at now.
    Unreadable {
        /// Whether waiting may help, as in [`crate::FolderError::is_transient`].
        transient: bool,
        /// The system's own words.
        detail: String,
    },
}

/// How deep the folder lies that holds the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    Inbox,
    User,
    Device,
}

/// The type of the thing, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Folder,
    File { links: u64 },
    Other,
}

/// Whether to list a folder or to report the thing itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Enter,
    Is(EntryKind),
}

/// Names left alone come first: the sync may do with its own what it likes. Then the type, since only a regular
/// file's name says anything.
pub(super) fn judge(depth: Depth, name: &str, what: What) -> Verdict {
    let lower = name.to_ascii_lowercase();
    Verdict::Is(match what {
        What::Folder => return judge_folder(depth, &lower, name),
        _ if is_left_alone(&lower) => EntryKind::LeftAlone,
        What::Other => EntryKind::NotAFile,
        What::File { links } if links > 1 => EntryKind::HardLink,
        What::File { .. } if depth == Depth::Inbox => EntryKind::OutsideUserFolder,
        What::File { .. } if lower.contains(".sync-conflict-") => EntryKind::ConflictCopy,
        What::File { .. } => EntryKind::Candidate,
    })
}

fn judge_folder(depth: Depth, lower: &str, name: &str) -> Verdict {
    // Directly in the inbox a user may really be called so.
    let may_be_user = depth == Depth::Inbox && UserFolder::parse(name).is_ok();
    if is_hidden(lower) {
        // Syncthing keeps old exchange files in `.stversions`: entering would integrate what was withdrawn.
        Verdict::Is(EntryKind::LeftAlone)
    } else if lower.ends_with(".json") && !may_be_user {
        Verdict::Is(EntryKind::NotAFile)
    } else if depth == Depth::Device {
        Verdict::Is(EntryKind::LeftAlone)
    } else {
        Verdict::Enter
    }
}

fn is_hidden(lower: &str) -> bool {
    lower.starts_with(['.', '~'])
}

fn is_left_alone(lower: &str) -> bool {
    // `.syncthing.NAME.tmp` and, on Windows, `~syncthing~NAME.tmp` are among the hidden ones.
    is_hidden(lower)
        || [".tmp", ".part", ".!sync"].iter().any(|ending| lower.ends_with(ending))
        || matches!(lower, "desktop.ini" | "thumbs.db")
}

#[cfg(test)]
mod tests {
    use super::{Depth, EntryKind, Verdict, What, judge};
    use rstest::rstest;

    const FILE: What = What::File { links: 1 };

    #[rstest]
    #[case(Depth::Device, "VC_x.json", FILE, EntryKind::Candidate)]
    #[case(Depth::User, "anything", FILE, EntryKind::Candidate)]
    #[case(Depth::Inbox, "VC_x.json", FILE, EntryKind::OutsideUserFolder)]
    #[case(Depth::Inbox, ".stignore", FILE, EntryKind::LeftAlone)]
    #[case(Depth::Device, ".VC_x.json.part", FILE, EntryKind::LeftAlone)]
    #[case(Depth::Device, "~syncthing~VC_x.json.tmp", FILE, EntryKind::LeftAlone)]
    #[case(Depth::Device, "VC_x.json.TMP", FILE, EntryKind::LeftAlone)]
    #[case(Depth::Device, "VC_x.json.!sync", FILE, EntryKind::LeftAlone)]
    #[case(Depth::User, "Thumbs.db", FILE, EntryKind::LeftAlone)]
    #[case(Depth::User, "desktop.ini", FILE, EntryKind::LeftAlone)]
    #[case(Depth::Device, "VC_x.sync-conflict-20261121-143502-ABCDEFG.json", FILE, EntryKind::ConflictCopy)]
    #[case(Depth::Device, "VC_x.json", What::File { links: 2 }, EntryKind::HardLink)]
    #[case(Depth::Device, "VC_x.json", What::Other, EntryKind::NotAFile)]
    #[case(Depth::Inbox, "jdupont", What::Other, EntryKind::NotAFile)]
    #[case(Depth::Device, "VC_x.json", What::Folder, EntryKind::NotAFile)]
    #[case(Depth::User, "x.JSON", What::Folder, EntryKind::NotAFile)]
    #[case(Depth::Inbox, "VC_x.json", What::Folder, EntryKind::NotAFile)]
    #[case(Depth::Device, "deeper", What::Folder, EntryKind::LeftAlone)]
    #[case(Depth::Inbox, ".stversions", What::Folder, EntryKind::LeftAlone)]
    fn a_thing_is(#[case] depth: Depth, #[case] name: &str, #[case] what: What, #[case] kind: EntryKind) {
        assert_eq!(judge(depth, name, what), Verdict::Is(kind));
    }

    #[rstest]
    #[case(Depth::Inbox, "jdupont")]
    #[case(Depth::Inbox, "j.json")]
    #[case(Depth::Inbox, "Not A User")]
    #[case(Depth::User, "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11")]
    fn a_folder_is_entered(#[case] depth: Depth, #[case] name: &str) {
        assert_eq!(judge(depth, name, What::Folder), Verdict::Enter);
    }
}
