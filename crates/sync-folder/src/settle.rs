//! Whether a file has come to rest, or may still be on its way. Pure: time is passed in.

use chrono::{DateTime, Duration, Utc};
use sha2::{Digest, Sha256};

/// What a file looked like at one moment of the server's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its content, in lower-case hex.
    pub sha256: String,
    /// When it was looked at.
    pub at: DateTime<Utc>,
}

impl Look {
    /// The look at this content.
    #[must_use]
    pub fn of(bytes: &[u8], at: DateTime<Utc>) -> Self {
        Self { size: bytes.len() as u64, sha256: hex::encode(Sha256::digest(bytes)), at }
    }
}

/// Whether two looks at least `settle` apart saw the same size and content. With `settle` of zero a single look is
/// enough.
///
/// `first` is the earliest look since which the file has not changed: a caller keeps it while the content is the
/// same and replaces it otherwise. A clock that was set back settles nothing; it only makes the file wait.
#[must_use]
pub fn is_settled(first: Option<&Look>, now: &Look, settle: Duration) -> bool {
    if settle <= Duration::zero() {
        return true;
    }
    first.is_some_and(|first| {
        first.size == now.size
            && first.sha256 == now.sha256
            && now.at.signed_duration_since(first.at) >= settle
    })
}
