//! A mail as it travels: header, text, envelope. Made of a row alone, so that a mail that is sent again is the same in every byte.

#[cfg(test)]
mod tests;

use std::time::SystemTime;

use chrono::{Datelike, NaiveDateTime};
use domain::EmailAddress;
use lettre::Address;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0, MessageId,
};
use lettre::message::{Mailbox, Message};
use sha2::{Digest, Sha256};

use crate::config::MailConfig;
use crate::failure::Failure;
use crate::mail::OneLine;

/// Who writes where the configuration names nobody.
const DEFAULT_SENDER: &str = "tournee@localhost";

/// Whose addresses may stand where.
#[derive(Debug)]
pub(super) struct House {
    sender: Mailbox,
    envelope_sender: Address,
    from_domains: Vec<String>,
    /// Whether nobody configured `sender`.
    pub(super) is_default: bool,
}

impl House {
    pub(super) fn of(config: &MailConfig) -> Result<Self, Failure> {
        let unusable = |key: &str, text: &str| {
            Failure::Usage(format!("mail.{key} = {text:?} is an address under which no mail can be sent"))
        };
        let own = config.sender_address();
        let text = own.unwrap_or(DEFAULT_SENDER);
        let address: Address = text.parse().map_err(|_| unusable("sender", text))?;
        let name = config.sender.as_ref().and_then(|sender| sender.name.as_ref());
        let envelope_sender = match &config.envelope_sender {
            Some(given) => given.as_str().parse().map_err(|_| unusable("envelope_sender", given.as_str()))?,
            None => address.clone(),
        };
        let own_domain = own.map(|_| address.domain().to_owned());
        let from_domains = config.from_domains.clone().unwrap_or_else(|| own_domain.into_iter().collect());
        Ok(Self {
            sender: Mailbox::new(name.map(|name| name.as_str().to_owned()), address),
            envelope_sender,
            from_domains: from_domains.iter().map(|domain| domain.to_ascii_lowercase()).collect(),
            is_default: own.is_none(),
        })
    }

    /// From, and Reply-To where it is somebody else: no server vouches for a stranger's domain (RFC 7489).
    fn from(&self, person: Option<Mailbox>) -> (Mailbox, Option<Mailbox>) {
        match person {
            Some(person) if self.from_domains.contains(&person.email.domain().to_ascii_lowercase()) => {
                (person, None)
            }
            person => (self.sender.clone(), person),
        }
    }
}

/// What a mail is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content<'a> {
    pub message_id: &'a str,
    pub recipient: &'a str,
    /// The address of whoever is behind it. What is no address counts as none.
    pub person: Option<&'a str>,
    /// How that person is called.
    pub person_name: Option<&'a str>,
    pub subject: &'a str,
    pub body: &'a str,
    pub at: NaiveDateTime,
}

/// A mail ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub envelope_sender: Address,
    pub recipient: Address,
    /// ASCII, its lines ended by CRLF.
    pub bytes: Vec<u8>,
    /// Under which it stands as a file: the same each time.
    pub file_name: String,
}

/// Makes the mail; the error says why none can be made.
pub(super) fn letter(house: &House, content: &Content<'_>) -> Result<Letter, String> {
    let message_id = message_id(content.message_id)?;
    let recipient = address(content.recipient)
        .ok_or_else(|| format!("{:?} is no address that a mail can be sent to", content.recipient))?;
    // Earlier and later ones have no Date header.
    if !(1970..=9999).contains(&content.at.year()) {
        return Err(format!("{} is no date that a mail can bear", content.at));
    }
    let person = content.person.and_then(address).map(|email| {
        let name = content.person_name.map(OneLine::new).filter(|name| !name.as_str().is_empty());
        Mailbox::new(name.map(|name| name.as_str().to_owned()), email)
    });
    let (from, reply_to) = house.from(person);
    let body = format!("{}\n", content.body.trim_end_matches(['\r', '\n']));
    let mut builder = Message::builder()
        .date(SystemTime::from(content.at.and_utc()))
        .header(MessageId::from(message_id.to_owned()))
        .from(from)
        .to(recipient.clone().into())
        .subject(OneLine::new(content.subject).as_str())
        .raw_header(auto_submitted())
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable);
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(reply_to);
    }
    let message = builder.body(body).map_err(|error| format!("no mail can be made of it: {error}"))?;
    Ok(Letter {
        envelope_sender: house.envelope_sender.clone(),
        recipient,
        bytes: message.formatted(),
        file_name: file_name(message_id, content.at),
    })
}

/// Nobody's holiday reply shall answer (RFC 3834).
fn auto_submitted() -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned())
}

fn address(text: &str) -> Option<Address> {
    text.parse::<EmailAddress>().ok()?.as_str().parse().ok()
}

/// `text` if it is a Message-ID of plain signs: our own are.
fn message_id(text: &str) -> Result<&str, String> {
    let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    let plain = |sign: u8| sign.is_ascii_graphic() && !b"<>()[],;:\\\"".contains(&sign);
    let halves = inner.filter(|inner| inner.len() <= 253 && inner.bytes().all(plain));
    let halves = halves.and_then(|inner| inner.split_once('@'));
    match halves {
        Some((left, right)) if !left.is_empty() && !right.is_empty() && !right.contains('@') => Ok(text),
        _ => Err(format!("{text:?} is no Message-ID")),
    }
}

/// When, why, and a number made of the Message-ID: it tells mails apart, and is the same each time.
fn file_name(message_id: &str, at: NaiveDateTime) -> String {
    let purpose = message_id.trim_start_matches('<').split(['.', '@']).next().unwrap_or_default();
    let plain = |sign: &char| sign.is_ascii_alphanumeric() || *sign == '-';
    let purpose: String = purpose.chars().filter(plain).take(40).collect();
    let number = hex::encode(&Sha256::digest(message_id)[..8]);
    format!("{}_{purpose}_{number}.eml", at.format("%Y%m%dT%H%M%SZ"))
}
