//! The mark by which an owner's laptop knows the prospect in the new customer, without anybody else learning the prospect's id.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// SHA-256 of a prospect's uuid, in `customer.made_of`. The uuid holds 74 random bits (RFC 9562, version 7), so nobody finds it from
/// the mark; whoever has the prospect can compute it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark([u8; 32]);

impl Mark {
    /// Of a prospect.
    #[must_use]
    pub fn of(prospect: Uuid) -> Self {
        Self(
            Sha256::new_with_prefix(b"tournee prospect ").chain_update(prospect.as_bytes()).finalize().into(),
        )
    }

    /// As the column holds it.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
