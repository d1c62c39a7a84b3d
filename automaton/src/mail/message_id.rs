//! Message-IDs: stable, so that a mail that was sent twice (a crash after the server took it) is recognised as one.

use domain::EmailAddress;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Never anybody's (RFC 2606, RFC 6761).
const NO_DOMAIN: &str = "tournee.invalid";

/// The longest domain that is used: with the longest purpose the Message-ID still fits `crm_courriel.message_id` (255).
const MAX_DOMAIN_LEN: usize = 170;

/// Why a mail is sent; part of its Message-ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// MC, to the accountants.
    ModificationRequest,
    /// CC, to the accountants.
    CreationRequest,
    /// CC, to whoever asked.
    CreationAcknowledgement,
    /// The accountants validated, to whoever asked.
    CreationValidated,
    /// The accountants refused, to whoever asked.
    CreationRefused,
    /// Files were refused, to the error addresses.
    RefusalDigest,
    /// Something stands still, to the error addresses.
    Alert,
    /// It works again, to those who got the alert.
    AllClear,
}

impl Purpose {
    /// As the Message-ID spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ModificationRequest => "modification-request",
            Self::CreationRequest => "creation-request",
            Self::CreationAcknowledgement => "creation-acknowledgement",
            Self::CreationValidated => "creation-validated",
            Self::CreationRefused => "creation-refused",
            Self::RefusalDigest => "refusal-digest",
            Self::Alert => "alert",
            Self::AllClear => "all-clear",
        }
    }
}

/// The domain of our Message-IDs: that of the `[mail] sender`, in lower case, when it is a plain ASCII host name.
#[must_use]
pub fn mail_domain(sender: Option<&str>) -> String {
    let domain = sender.and_then(|sender| sender.rsplit_once('@')).map_or(NO_DOMAIN, |(_, domain)| domain);
    host_name(domain).to_ascii_lowercase()
}

/// `<purpose.id.recipient@domain>`. The recipient is the beginning of a hash: a mail may be passed on, with its header.
#[must_use]
pub fn message_id(purpose: Purpose, id: Uuid, recipient: &EmailAddress, domain: &str) -> String {
    let recipient = Sha256::digest(recipient.as_str().to_ascii_lowercase());
    format!("<{}.{id}.{}@{}>", purpose.as_str(), hex::encode(&recipient[..8]), host_name(domain))
}

/// `text` if it is a host name (RFC 1123, 2.1) that is not too long.
fn host_name(text: &str) -> &str {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if text.len() <= MAX_DOMAIN_LEN && text.split('.').all(label) { text } else { NO_DOMAIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_2f6d_3a1b_0c4d);

    #[test]
    fn stable() {
        let of = |recipient: &str| {
            let recipient = recipient.parse().expect("an address");
            message_id(Purpose::CreationRequest, ID, &recipient, "example.fr")
        };
        let expected = "<creation-request.019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.9d52bb5c5afe7ceb@example.fr>";
        assert_eq!(of("compta@example.fr"), expected);
        assert_eq!(of("Compta@Example.FR"), expected, "an address is one however it is spelled");
        assert_ne!(of("compta2@example.fr"), expected);
    }

    #[test]
    fn the_domain_is_the_senders() {
        for (sender, domain) in [
            (Some("crm@example.fr"), "example.fr"),
            (Some("CRM@Pneus-53.Example.FR"), "pneus-53.example.fr"),
            (Some("crm@localhost"), "localhost"),
            (Some("Tournée <crm@example.fr>"), NO_DOMAIN),
            (Some("crm@pneus.é"), NO_DOMAIN),
            (Some("crm@-a.fr"), NO_DOMAIN),
            (Some("crm@a..fr"), NO_DOMAIN),
            (Some("crm@a.fr\r\nBcc: x"), NO_DOMAIN),
            (Some("crm@"), NO_DOMAIN),
            (Some("crm"), NO_DOMAIN),
            (None, NO_DOMAIN),
        ] {
            assert_eq!(mail_domain(sender), domain, "{sender:?}");
        }
    }

    #[test]
    fn fits_its_column() {
        let domain = mail_domain(Some(&format!("crm@{}", vec!["a".repeat(33); 5].join("."))));
        assert_eq!(domain.len(), MAX_DOMAIN_LEN - 1);
        let recipient = "compta@example.fr".parse().expect("an address");
        let longest = message_id(Purpose::CreationAcknowledgement, ID, &recipient, &domain);
        assert!(longest.len() <= 255, "{}", longest.len());
        assert_eq!(mail_domain(Some(&format!("crm@{domain}.fr"))), NO_DOMAIN);
    }
}
