//! The mails that the automaton sends, composed: from values to subject and body, one [`Mail`] for each recipient.
//!
//! - `modification`, `creation`, `digest` and `alert` are the mails, a function and its input each;
//! - `templates/mail` holds their French words; the user's own sentences stand there letter for letter;
//! - `template` renders and `one_line` keeps what people typed from passing for more than a value;
//! - [`message_id()`] makes a mail recognisable when it is sent again;
//! - [`reasons`] says in French why a file was refused.
//!
//! Absent on purpose: whom to write to (parameters and users), masking of bank details (whoever reads them), the queue
//! (`crm_courriel`), the transport, and any clock.

mod alert;
mod creation;
mod digest;
mod message_id;
mod modification;
pub mod one_line;
pub mod reasons;
mod template;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use domain::EmailAddress;
use uuid::Uuid;

pub use alert::{Alert, AllClear, Standstill, alert, all_clear};
pub use creation::{
    CreationAcknowledgement, CreationRefused, CreationRequest, CreationValidated, creation_acknowledgement,
    creation_refused, creation_request, creation_validated,
};
pub use digest::{Refusal, RefusalDigest, refusal_digest};
pub use message_id::{Purpose, mail_domain, message_id};
pub use modification::{Change, ModificationRequest, modification_request};
pub use one_line::OneLine;
pub use template::TemplateError;

/// A mail to be queued, for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// With its angle brackets.
    pub message_id: String,
    /// To whom.
    pub recipient: EmailAddress,
    /// The address of whoever is behind it; none: the service's own.
    pub sender: Option<String>,
    /// The subject.
    pub subject: OneLine,
    /// The text: lines ended by LF, none after the last.
    pub body: String,
}

/// What all mails need: about what, from whom, to whom.
#[derive(Debug, Clone, Copy)]
pub struct Addressing<'a> {
    /// What the mail is about, for its Message-ID: the file's uuid, which is also the creation's; of a digest the pass's.
    pub id: Uuid,
    /// To whom. Who is named twice, however spelled, gets one mail.
    pub recipients: &'a [EmailAddress],
    /// The address of whoever is behind it. What is no address counts as none: the mail then leaves under the service's.
    pub sender: Option<&'a str>,
    /// The Message-ID's domain, from [`mail_domain`].
    pub domain: &'a str,
}

impl Addressing<'_> {
    fn mails(&self, purpose: Purpose, text: &template::Text) -> Vec<Mail> {
        let sender = self.sender.filter(|sender| sender.parse::<EmailAddress>().is_ok());
        let mut met = HashSet::new();
        let distinct = self.recipients.iter().filter(|one| met.insert(one.as_str().to_ascii_lowercase()));
        distinct
            .map(|recipient| Mail {
                message_id: message_id(purpose, self.id, recipient, self.domain),
                recipient: recipient.clone(),
                sender: sender.map(str::to_owned),
                subject: text.subject.clone(),
                body: text.body.clone(),
            })
            .collect()
    }
}

/// Code and name as the user's sentences put them; without a gap when the ERP holds no name.
fn code_and_name(code: &str, name: &str) -> String {
    one_line::on_one_line(&format!("{code} {name}"))
}
