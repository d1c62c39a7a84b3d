//! The laptop's side: dropping an exchange file for the sync to carry away.

use cap_std::fs::Dir;
use domain::UserFolder;
use exchange_schema::{DeviceId, FileName};

use crate::atomic::{Stored, write_once};
use crate::error::FolderError;
use crate::handles::open_or_create_dir;

/// Drops an exchange file as `<inbox>/<user>/<device>/NAME`, whole or not at all.
///
/// May be repeated after a crash at any point: the same bytes under the same name are success. Other bytes under
/// that name are [`FolderError::NameTaken`], for the name is the idempotency key and the server may have read the
/// first ones already.
pub fn drop_file(
    inbox: &Dir,
    user: &UserFolder,
    device: &DeviceId,
    name: &FileName,
    bytes: &[u8],
) -> Result<Stored, FolderError> {
    let dir = open_or_create_dir(inbox, &[user.as_str(), &device.to_string()])?;
    write_once(&dir, name.as_str(), bytes)
}
