//! LOGIN7 ([MS-TDS] 2.2.6.4).

use super::read::{Malformed, Reader, utf16};

/// Who wants to connect, and to what.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) application: String,
    pub(crate) database: String,
    /// The size of packet that the client wishes for.
    pub(crate) packet_size: usize,
}

/// Where each text's offset and length stand.
const USER: usize = 40;
const PASSWORD: usize = 44;
const APPLICATION: usize = 48;
const DATABASE: usize = 68;

pub(crate) fn parse(message: &[u8]) -> Result<Login, Malformed> {
    let text = |place| utf16(field(message, place)?);
    let hidden: Vec<u8> = field(message, PASSWORD)?.iter().map(|byte| (byte ^ 0xA5).rotate_left(4)).collect();
    let mut size = Reader::new(message);
    size.bytes(8)?;
    Ok(Login {
        user: text(USER)?,
        password: utf16(&hidden)?,
        application: text(APPLICATION)?,
        database: text(DATABASE)?,
        packet_size: usize::try_from(size.u32()?).unwrap_or(usize::MAX),
    })
}

fn field(message: &[u8], place: usize) -> Result<&[u8], Malformed> {
    let mut table = Reader::new(message);
    table.bytes(place)?;
    let (offset, units) = (usize::from(table.u16()?), usize::from(table.u16()?));
    let mut data = Reader::new(message);
    data.bytes(offset)?;
    data.bytes(2 * units)
}
