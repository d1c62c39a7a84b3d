//! Packets ([MS-TDS] 2.2.3): a message is cut into packets of the negotiated size, and the last one says so.

use std::io::{self, Read, Write};

use super::read::{Malformed, Reader};
use super::tls::Wire;

/// Types of the messages that a client sends ([MS-TDS] 2.2.3.1.1).
pub(crate) const BATCH: u8 = 1;
pub(crate) const RPC: u8 = 3;
pub(crate) const ATTENTION: u8 = 6;
pub(crate) const TRANSACTION: u8 = 14;
pub(crate) const LOGIN: u8 = 16;
pub(crate) const PRELOGIN: u8 = 18;
/// The type of all that a server sends.
const ANSWER: u8 = 4;

const HEADER: usize = 8;
const LAST: u8 = 1;
/// The client gave the message up while sending it.
const IGNORE: u8 = 2;
/// More than any test sends; a broken length must not fill the memory.
const LONGEST_MESSAGE: usize = 256 << 20;

/// One whole message.
pub(crate) struct Message {
    pub(crate) kind: u8,
    pub(crate) bytes: Vec<u8>,
}

/// The packets of one connection, in both directions.
pub(crate) struct Packets {
    pub(crate) wire: Wire,
    /// The negotiated size of a packet.
    pub(crate) size: usize,
    session: u16,
    number: u8,
    waiting: Vec<u8>,
}

/// The header of a packet, in front of its data ([MS-TDS] 2.2.3.1).
pub(crate) fn header(kind: u8, is_last: bool, length: usize, session: u16, number: u8) -> [u8; HEADER] {
    let length = u16::try_from(length + HEADER).unwrap_or(u16::MAX).to_be_bytes();
    let session = session.to_be_bytes();
    [kind, u8::from(is_last), length[0], length[1], session[0], session[1], number, 0]
}

/// Type, status and length of the data of the packet whose header this is.
pub(crate) fn parse_header(header: [u8; HEADER]) -> Result<(u8, u8, usize), Malformed> {
    let mut reader = Reader::new(&header);
    let (kind, status, length) = (reader.u8()?, reader.u8()?, usize::from(reader.u16_be()?));
    let length = length.checked_sub(HEADER).ok_or(Malformed("a packet is shorter than its header"))?;
    Ok((kind, status, length))
}

impl Packets {
    pub(crate) fn new(wire: Wire, session: u16) -> Self {
        Self { wire, size: 4096, session, number: 0, waiting: Vec::new() }
    }

    /// The next message, or none when the client hung up.
    pub(crate) fn read(&mut self) -> io::Result<Option<Message>> {
        let mut message: Option<Message> = None;
        loop {
            let mut head = [0; HEADER];
            match self.wire.read_exact(&mut head) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                read => read?,
            }
            let (kind, status, length) = parse_header(head)?;
            let whole = message.get_or_insert_with(|| Message { kind, bytes: Vec::new() });
            if whole.kind != kind || whole.bytes.len() > LONGEST_MESSAGE {
                return Err(Malformed("packets do not make one message").into());
            }
            let start = whole.bytes.len();
            whole.bytes.resize(start + length, 0);
            self.wire.read_exact(&mut whole.bytes[start..])?;
            if status & IGNORE != 0 {
                message = None;
            } else if status & LAST != 0 {
                return Ok(message);
            }
        }
    }

    /// Adds to the answer; full packets leave at once. The last one waits: it may be the last of all.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.waiting.extend_from_slice(bytes);
        let room = self.size - HEADER;
        if self.waiting.len() <= room {
            return Ok(());
        }
        let all = std::mem::take(&mut self.waiting);
        let mut parts = all.chunks(room).peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_some() {
                self.send(part, false)?;
            } else {
                self.waiting.extend_from_slice(part);
            }
        }
        Ok(())
    }

    /// Sends what waits as a packet that is not the last.
    pub(crate) fn send_unfinished(&mut self) -> io::Result<()> {
        let data = std::mem::take(&mut self.waiting);
        self.send(&data, false)?;
        self.wire.flush()
    }

    /// Ends the answer.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        let data = std::mem::take(&mut self.waiting);
        self.send(&data, true)?;
        self.number = 0;
        self.wire.flush()
    }

    fn send(&mut self, data: &[u8], is_last: bool) -> io::Result<()> {
        self.number = self.number.wrapping_add(1);
        let mut packet = header(ANSWER, is_last, data.len(), self.session, self.number).to_vec();
        packet.extend_from_slice(data);
        self.wire.write_all(&packet)
    }
}
