//! An exchange file, read strictly and printed in one way.

mod parse;

use std::num::NonZeroU64;

use chrono::{DateTime, Utc};
use domain::UserFolder;
use serde::Serialize;
use thiserror::Error;
use uuid::Uuid;

use crate::envelope::Envelope;
use crate::payload::{Payload, Signature};
use crate::print_error::{PrintError, print};
use crate::wire::Format1;
use crate::{DeviceId, FileName, FileNameError, Kind};

/// The largest exchange file, in bytes (design §4: at most 1 MiB).
pub const MAX_FILE_BYTES: usize = 1024 * 1024;

/// One entry of one laptop: a name, and a body that agrees with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeFile {
    name: FileName,
    device: DeviceId,
    sequence: Option<NonZeroU64>,
    replaces: Option<FileName>,
    payload: Payload,
}

/// A file that cannot replace another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReplacesError {
    /// The other file is somebody else's.
    #[error("a file replaces only files of its own author")]
    OtherAuthor,
    /// The other file is this one.
    #[error("a file cannot replace itself")]
    Itself,
}

impl ExchangeFile {
    /// A new entry; its kind is that of its payload. Fractions of a second are cut off.
    ///
    /// # Errors
    /// When no name can be made of these: see [`FileName::new`].
    pub fn new(
        id: Uuid,
        created_at: DateTime<Utc>,
        author: UserFolder,
        device: DeviceId,
        payload: Payload,
    ) -> Result<Self, FileNameError> {
        let name = FileName::new(payload.kind(), created_at, author, id)?;
        Ok(Self { name, device, sequence: None, replaces: None, payload })
    }

    /// The same entry as the device's `sequence`-th.
    #[must_use]
    pub const fn with_sequence(mut self, sequence: NonZeroU64) -> Self {
        self.sequence = Some(sequence);
        self
    }

    /// The same entry as the correction of a refused one. That the other was refused is the server's to know.
    ///
    /// # Errors
    /// When the other file is another author's, or this one.
    pub fn replacing(mut self, other: FileName) -> Result<Self, ReplacesError> {
        if other.author() != self.name.author() {
            return Err(ReplacesError::OtherAuthor);
        }
        if other == self.name {
            return Err(ReplacesError::Itself);
        }
        self.replaces = Some(other);
        Ok(self)
    }

    /// The body to drop under [`ExchangeFile::file_name`]: two blanks of indent, a line break at the end.
    ///
    /// # Errors
    /// When nobody would accept it: see [`PrintError`].
    pub fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        let json = match &self.payload {
            Payload::Vc(payload) => self.enveloped::<_, ()>(payload, None),
            Payload::Mc(payload) => self.enveloped::<_, ()>(payload, None),
            Payload::Cp(payload) => self.enveloped::<_, ()>(payload, None),
            Payload::Mp(payload) => self.enveloped::<_, ()>(payload, None),
            Payload::Vp(payload) => self.enveloped::<_, ()>(payload, None),
            Payload::Cc(payload, signature) => self.enveloped(payload, signature.as_deref()),
        }?;
        // The domain's types can hold a little that its readers refuse. Better known while the author is there to
        // mend it than in quarantine tomorrow.
        Self::parse(&self.name, &json)?;
        Ok(json)
    }

    fn enveloped<P: Serialize, S: Serialize>(
        &self,
        payload: &P,
        signature: Option<&S>,
    ) -> Result<Vec<u8>, PrintError> {
        let envelope = Envelope {
            format: Format1,
            kind: self.kind(),
            id: self.name.entry_id(),
            created_at: self.created_at(),
            author: self.author().clone(),
            device: self.device,
            sequence: self.sequence,
            replaces: self.replaces.clone(),
            payload,
            signature,
        };
        print(&envelope, MAX_FILE_BYTES)
    }
}

impl ExchangeFile {
    /// The name under which it is dropped.
    #[must_use]
    pub const fn file_name(&self) -> &FileName {
        &self.name
    }

    /// What it asks for.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.name.kind()
    }

    /// The entry's own id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.name.id()
    }

    /// When the entry was made, by the laptop's clock, in whole seconds.
    #[must_use]
    pub const fn created_at(&self) -> DateTime<Utc> {
        self.name.created_at()
    }

    /// Who made it.
    #[must_use]
    pub const fn author(&self) -> &UserFolder {
        self.name.author()
    }

    /// On which installation of the desktop.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// The running number of this entry on that device, from 1, without gaps.
    #[must_use]
    pub const fn sequence(&self) -> Option<NonZeroU64> {
        self.sequence
    }

    /// The refused file that this one corrects.
    #[must_use]
    pub const fn replaces(&self) -> Option<&FileName> {
        self.replaces.as_ref()
    }

    /// What is asked.
    #[must_use]
    pub const fn payload(&self) -> &Payload {
        &self.payload
    }

    /// What is asked, without the rest.
    #[must_use]
    pub fn into_payload(self) -> Payload {
        self.payload
    }

    /// The signature; only a CC has one.
    #[must_use]
    pub fn signature(&self) -> Option<&Signature> {
        match &self.payload {
            Payload::Cc(_, signature) => signature.as_deref(),
            _ => None,
        }
    }
}
