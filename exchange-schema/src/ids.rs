//! Identities that a laptop makes itself, without asking anybody.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::{NoContext, Timestamp, Uuid};

use crate::spelling;

/// A text that is not the identity it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a lower-case, hyphenated UUID{}", if *version_7 { " of version 7" } else { "" })]
pub struct IdError {
    version_7: bool,
}

/// A newtype over `Uuid` with one spelling.
macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident, version_7: $version_7:literal, pattern: $pattern:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String", extend("pattern" = $pattern))]
        pub struct $name(Uuid);

        impl $name {
            /// The UUID itself.
            #[must_use]
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl TryFrom<Uuid> for $name {
            type Error = IdError;

            fn try_from(id: Uuid) -> Result<Self, IdError> {
                let accepted = !$version_7 || id.get_version_num() == 7;
                if accepted { Ok(Self(id)) } else { Err(IdError { version_7: $version_7 }) }
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                spelling::parse_uuid(text).ok_or(IdError { version_7: $version_7 })?.try_into()
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    };
}

id_type! {
    /// « prospect »: the identity of a prospect, a UUID of version 7 made on the laptop that created it, and kept when
    /// its creation is corrected and sent again.
    ProspectId, version_7: true,
    pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$"
}

impl ProspectId {
    /// A new one, made at this time.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        // Before 1970 no laptop's clock is right: the rest of it is random all the same.
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        Self(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0)))
    }
}

id_type! {
    /// The id of an entry, a UUID of version 7, as the body of its file spells it.
    EntryId, version_7: true,
    pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$"
}

id_type! {
    /// One installation of the desktop; any UUID. It names the laptop's own folder in the inbox, and `sequence` counts
    /// per device.
    DeviceId, version_7: false,
    pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_and_the_right_version() {
        let v7 = "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d";
        assert_eq!(v7.parse::<ProspectId>().unwrap().to_string(), v7);
        for text in
            [v7.to_uppercase(), v7.replace('-', ""), format!("urn:uuid:{v7}"), v7.replace("-7a", "-4a")]
        {
            assert!(text.parse::<ProspectId>().is_err(), "{text}");
        }
        let v4 = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";
        assert_eq!(v4.parse::<DeviceId>().unwrap().to_string(), v4);
        assert!(v4.to_uppercase().parse::<DeviceId>().is_err());
    }
}
