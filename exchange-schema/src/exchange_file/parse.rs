//! From bytes to an [`ExchangeFile`].

use serde::de::DeserializeOwned;

use super::{ExchangeFile, MAX_FILE_BYTES};
use crate::envelope::Envelope;
use crate::payload::{Payload, Signature};
use crate::tree::Node;
use crate::{FileName, Kind, ParseError, Reason};

impl ExchangeFile {
    /// Reads the file of that name. Of an optional key, null counts as absent (but `follow_up_on`: null clears).
    ///
    /// # Errors
    /// The first fault, in this order: size, encoding and JSON, `format`, doubled keys and NULs, `kind`, the body in
    /// the order of the document, its agreement with the name, `replaces`.
    pub fn parse(name: &FileName, bytes: &[u8]) -> Result<Self, ParseError> {
        let root = Node::document(bytes, MAX_FILE_BYTES)?;
        match kind_of(&root)? {
            Kind::Vc => Self::read(name, &root, Payload::Vc),
            Kind::Mc => Self::read(name, &root, Payload::Mc),
            Kind::Cp => Self::read(name, &root, Payload::Cp),
            Kind::Mp => Self::read(name, &root, Payload::Mp),
            Kind::Vp => Self::read(name, &root, Payload::Vp),
            Kind::Cc => Self::agreed(name, root.decode()?, |payload, signature: Option<Signature>| {
                Payload::Cc(payload, signature.map(Box::new))
            }),
        }
    }

    fn read<P: DeserializeOwned>(
        name: &FileName,
        root: &Node,
        wrap: fn(P) -> Payload,
    ) -> Result<Self, ParseError> {
        Self::agreed(name, root.decode()?, |payload, _: Option<()>| wrap(payload))
    }

    fn agreed<P, S>(
        name: &FileName,
        body: Envelope<P, S>,
        wrap: impl FnOnce(P, Option<S>) -> Payload,
    ) -> Result<Self, ParseError> {
        let parts = [
            ("kind", body.kind.to_string(), name.kind().to_string()),
            ("id", body.id.to_string(), name.id().to_string()),
            ("created_at", body.created_at.to_rfc3339(), name.created_at().to_rfc3339()),
            ("author", body.author.to_string(), name.author().to_string()),
        ];
        if let Some((part, inside, outside)) = parts.iter().find(|(_, inside, outside)| inside != outside) {
            let detail = format!("{inside} in the file, {outside} in its name");
            return Err(ParseError::new(Reason::NameMismatch, part, &detail));
        }
        let payload = wrap(body.payload, body.signature);
        let file = Self {
            name: name.clone(),
            device: body.device,
            sequence: body.sequence,
            replaces: None,
            payload,
        };
        match body.replaces {
            None => Ok(file),
            Some(other) => file
                .replacing(other)
                .map_err(|e| ParseError::new(Reason::BadReplaces, "replaces", &e.to_string())),
        }
    }
}

fn kind_of(root: &Node) -> Result<Kind, ParseError> {
    let (reason, detail) = match root.get("kind") {
        Some(Node::Text(text)) => match text.parse() {
            Ok(kind) => return Ok(kind),
            Err(_) => (Reason::UnknownKind, "a kind is one of VC, MC, CP, MP, VP, CC"),
        },
        Some(_) => (Reason::WrongType, "a kind is a text"),
        None => (Reason::MissingKey, "this key must be there"),
    };
    Err(ParseError::new(reason, "kind", detail))
}
