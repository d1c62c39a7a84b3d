//! What differs by operating system. Nothing else in this crate asks which one it runs on.

use std::ffi::OsStr;
use std::io;

use cap_std::fs::{Dir, File, Metadata};

pub(crate) use imp::{escape, is_another_kind, links, sync_existing, sync_folder};

#[cfg(unix)]
mod imp {
    use super::{Dir, File, Metadata, OsStr, io};
    use cap_fs_ext::MetadataExt;
    use rustix::fs::{Mode, OFlags};
    use rustix::io::Errno;
    use std::os::unix::ffi::OsStrExt;

    /// Forces a folder's names to the disk. The handle that cap-std keeps is `O_PATH`, on which fsync is not
    /// allowed, so the folder is opened anew.
    pub(crate) fn sync_folder(dir: &Dir) -> io::Result<()> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = rustix::fs::openat(dir, ".", flags, Mode::empty())?;
        match rustix::fs::fsync(&handle) {
            // Some network file systems know no fsync of a folder: their rename is as durable as they make it.
            Err(Errno::INVAL) => Ok(()),
            done => Ok(done?),
        }
    }

    /// Forces to the disk a file that was opened for reading only.
    pub(crate) fn sync_existing(file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// How many names a file has.
    pub(crate) fn links(meta: &Metadata) -> u64 {
        meta.nlink()
    }

    /// Whether the error means "there is something, but of another kind than asked for": a link where none is
    /// followed, a file in a folder's place, a socket.
    pub(crate) fn is_another_kind(error: &io::Error) -> bool {
        matches!(
            Errno::from_io_error(error),
            Some(Errno::LOOP | Errno::NOTDIR | Errno::ISDIR | Errno::NXIO | Errno::NODEV | Errno::MLINK)
        )
    }

    /// The bytes that are no UTF-8 as `\xNN`, control signs and the backslash too, so that the way back is unique
    /// and a name cannot forge a line of a log.
    pub(crate) fn escape(name: &OsStr) -> String {
        let mut text = String::new();
        for chunk in name.as_bytes().utf8_chunks() {
            for sign in chunk.valid().chars() {
                super::push_escaped(&mut text, sign);
            }
            for byte in chunk.invalid() {
                text.push_str(&format!("\\x{byte:02X}"));
            }
        }
        text
    }
}

#[cfg(windows)]
mod imp {
    use super::{Dir, File, Metadata, OsStr, io};
    use cap_std::fs::MetadataExt;
    use std::os::windows::ffi::OsStrExt;

    // From winerror.h; too few to be worth a dependency.
    const ERROR_DIRECTORY: i32 = 267;
    const ERROR_STOPPED_ON_SYMLINK: i32 = 681;
    const FILE_ATTRIBUTE_REPARSE_POINT: u32 = 0x400;

    /// Nothing to do: Windows flushes no folders (FlushFileBuffers refuses such a handle), and NTFS journals the
    /// rename itself.
    pub(crate) fn sync_folder(_dir: &Dir) -> io::Result<()> {
        Ok(())
    }

    /// Nothing to do: FlushFileBuffers needs a handle with the right to write, and a file that already bears its
    /// final name was flushed before it was renamed.
    pub(crate) fn sync_existing(_file: &File) -> io::Result<()> {
        Ok(())
    }

    /// How many names a file has. Stable Rust does not tell on Windows; a reparse point (junction, cloud
    /// placeholder) counts as linked elsewhere, so that it is not read.
    pub(crate) fn links(meta: &Metadata) -> u64 {
        if meta.file_attributes() & FILE_ATTRIBUTE_REPARSE_POINT != 0 { 2 } else { 1 }
    }

    /// Whether the error means "there is something, but of another kind than asked for".
    pub(crate) fn is_another_kind(error: &io::Error) -> bool {
        matches!(error.raw_os_error(), Some(ERROR_DIRECTORY | ERROR_STOPPED_ON_SYMLINK))
    }

    /// Lone surrogates as `\uNNNN`, control signs and the backslash too, so that the way back is unique.
    pub(crate) fn escape(name: &OsStr) -> String {
        let mut text = String::new();
        for unit in char::decode_utf16(name.encode_wide()) {
            match unit {
                Ok(sign) => super::push_escaped(&mut text, sign),
                Err(lone) => text.push_str(&format!("\\u{:04X}", lone.unpaired_surrogate())),
            }
        }
        text
    }
}

fn push_escaped(text: &mut String, sign: char) {
    match sign {
        '\\' => text.push_str("\\\\"),
        // A control sign above U+007F is two bytes of valid UTF-8: the braces keep it apart from a stray byte.
        sign if sign.is_control() => text.push_str(&format!("\\u{{{:X}}}", u32::from(sign))),
        sign => text.push(sign),
    }
}
