//! PRELOGIN ([MS-TDS] 2.2.6.5): client and server agree on encryption.

use super::read::{Malformed, Reader};

const VERSION: u8 = 0;
const ENCRYPTION: u8 = 1;
const INSTANCE: u8 = 2;
const THREAD: u8 = 3;
const MARS: u8 = 4;
const END: u8 = 0xFF;

/// What is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// The login alone.
    Login,
    Everything,
    Nothing,
}

/// What the client asks for: this server can encrypt and does not insist.
pub(crate) fn parse(message: &[u8]) -> Result<Encryption, Malformed> {
    let mut options = Reader::new(message);
    loop {
        let option = options.u8()?;
        if option == END {
            return Err(Malformed("PRELOGIN says nothing about encryption"));
        }
        let (offset, length) = (usize::from(options.u16_be()?), usize::from(options.u16_be()?));
        if option == ENCRYPTION {
            let mut value = Reader::new(message);
            value.bytes(offset)?;
            return match value.bytes(length)? {
                [0] => Ok(Encryption::Login),
                [1 | 3] => Ok(Encryption::Everything),
                [2] => Ok(Encryption::Nothing),
                _ => Err(Malformed("PRELOGIN asks for an unknown encryption")),
            };
        }
    }
}

/// The answer: SQL Server 2016, the encryption agreed on, any instance, no MARS.
pub(crate) fn answer(encryption: Encryption) -> Vec<u8> {
    let level = match encryption {
        Encryption::Login => 0,
        Encryption::Everything => 1,
        Encryption::Nothing => 2,
    };
    let options: [(u8, &[u8]); 5] = [
        (VERSION, &[13, 0, 0x13, 0x88, 0, 0]),
        (ENCRYPTION, &[level]),
        (INSTANCE, &[0]),
        (THREAD, &[]),
        (MARS, &[0]),
    ];
    let mut offset = 5 * options.len() + 1;
    let (mut table, mut data) = (Vec::new(), Vec::new());
    for (option, value) in options {
        table.push(option);
        for number in [offset, value.len()] {
            table.extend(u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes());
        }
        data.extend_from_slice(value);
        offset += value.len();
    }
    table.push(END);
    table.append(&mut data);
    table
}
