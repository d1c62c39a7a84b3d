//! What a client asks once it is logged in: batches, procedure calls and transaction requests ([MS-TDS] 2.2.6.6, 2.2.6.7, 2.2.6.9).

use rusqlite::types::Value;

use super::packets::{self, Message};
use super::read::{Malformed, Reader};
use super::values::{self, Kind};

/// A named parameter, as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter {
    /// With its `@`.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) value: Value,
}

/// Isolation levels, as the protocol numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// Dirty reads do not happen here: the same as [`Isolation::ReadCommitted`].
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Serializable,
    Snapshot,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Asked {
    Batch { text: String },
    Execute { text: String, parameters: Vec<Parameter> },
    OtherProcedure { name: String },
    Begin { isolation: Option<Isolation> },
    Commit,
    Rollback,
    Attention,
}

/// A request and the transaction that it believes to be in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asking {
    pub(crate) transaction: u64,
    pub(crate) asked: Asked,
}

pub(crate) fn parse(message: &Message) -> Result<Asking, Malformed> {
    let mut reader = Reader::new(&message.bytes);
    if message.kind == packets::ATTENTION {
        return Ok(Asking { transaction: 0, asked: Asked::Attention });
    }
    let transaction = headers(&mut reader)?;
    let asked = match message.kind {
        packets::BATCH => Asked::Batch { text: reader.rest()? },
        packets::RPC => procedure(&mut reader)?,
        packets::TRANSACTION => transaction_request(&mut reader)?,
        _ => return Err(Malformed("a message is of a kind that this server does not know")),
    };
    Ok(Asking { transaction, asked })
}

/// ALL_HEADERS ([MS-TDS] 2.2.5.3); of them only the transaction's descriptor counts here.
fn headers(reader: &mut Reader<'_>) -> Result<u64, Malformed> {
    const TRANSACTION_DESCRIPTOR: u16 = 2;
    let length = |number: u32| usize::try_from(number).ok()?.checked_sub(4);
    let total = length(reader.u32()?).ok_or(Malformed("ALL_HEADERS is too short"))?;
    let mut all = Reader::new(reader.bytes(total)?);
    let mut transaction = 0;
    while !all.is_at_end() {
        let one = length(all.u32()?).ok_or(Malformed("a header is too short"))?;
        let mut one = Reader::new(all.bytes(one)?);
        if one.u16()? == TRANSACTION_DESCRIPTOR {
            transaction = one.u64()?;
        }
    }
    Ok(transaction)
}

fn procedure(reader: &mut Reader<'_>) -> Result<Asked, Malformed> {
    const BY_NUMBER: u16 = 0xFFFF;
    const EXECUTE_SQL: u16 = 10;
    let mut name_length = *reader;
    let name = if name_length.u16()? == BY_NUMBER {
        reader.u16()?;
        match reader.u16()? {
            EXECUTE_SQL => "sp_executesql".to_owned(),
            number => format!("procedure {number}"),
        }
    } else {
        reader.us_varchar()?
    };
    reader.u16()?;
    let mut parameters = Vec::new();
    while !reader.is_at_end() {
        let name = reader.b_varchar()?;
        reader.u8()?;
        let (kind, value) = values::parse(reader)?;
        parameters.push(Parameter { name, kind, value });
    }
    if !name.eq_ignore_ascii_case("sp_executesql") {
        return Ok(Asked::OtherProcedure { name });
    }
    // The statement, then the declarations of its parameters, then these.
    let mut texts = parameters.drain(..parameters.len().min(2)).map(|parameter| match parameter.value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    let text = texts.next().flatten().ok_or(Malformed("sp_executesql without a text"))?;
    let declarations = texts.next().flatten().unwrap_or_default();
    drop(texts);
    declare(&declarations, &mut parameters);
    Ok(Asked::Execute { text, parameters })
}

/// A parameter is of the type that its declaration names, whatever it travelled as: NULL travels without one.
fn declare(declarations: &str, parameters: &mut [Parameter]) {
    // Commas stand inside of parentheses, too; names begin with @.
    for declaration in declarations.split('@').skip(1) {
        let Some((name, kind)) = declaration.trim_end_matches([',', ' ']).split_once(' ') else { continue };
        let named = parameters.iter_mut().find(|parameter| parameter.name.trim_start_matches('@') == name);
        if let (Some(parameter), Some(kind)) = (named, Kind::declared(kind)) {
            parameter.kind = kind;
        }
    }
}

fn transaction_request(reader: &mut Reader<'_>) -> Result<Asked, Malformed> {
    const BEGIN: u16 = 5;
    const COMMIT: u16 = 7;
    const ROLLBACK: u16 = 8;
    match reader.u16()? {
        BEGIN => {
            let isolation = match reader.u8()? {
                0 => None,
                1 => Some(Isolation::ReadUncommitted),
                2 => Some(Isolation::ReadCommitted),
                3 => Some(Isolation::RepeatableRead),
                4 => Some(Isolation::Serializable),
                5 => Some(Isolation::Snapshot),
                _ => return Err(Malformed("an isolation level is unknown")),
            };
            Ok(Asked::Begin { isolation })
        }
        COMMIT => Ok(Asked::Commit),
        ROLLBACK => Ok(Asked::Rollback),
        _ => Err(Malformed("a transaction request is of a kind that this server does not know")),
    }
}
