//! The tokens of an answer ([MS-TDS] 2.2.7).

use std::io;

use super::packets::Packets;
use crate::sql::errors::SqlError;

const COLMETADATA: u8 = 0x81;
const RETURNSTATUS: u8 = 0x79;
const ERROR: u8 = 0xAA;
const INFO: u8 = 0xAB;
const LOGINACK: u8 = 0xAD;
const ROW: u8 = 0xD1;
const ENVCHANGE: u8 = 0xE3;
const DONE: u8 = 0xFD;
const DONEPROC: u8 = 0xFE;
const DONEINPROC: u8 = 0xFF;

const MORE: u16 = 0x01;
const FAILED: u16 = 0x02;
const COUNTED: u16 = 0x10;
const ATTENTION: u16 = 0x20;

/// French_CI_AS: the language, and what its comparisons ignore (case, kana, width); no sort id.
pub(crate) const FRENCH: [u8; 5] = [0x0C, 0x04, 0xD0, 0x00, 0x00];

/// How many rows leave before a connection is cut amid rows.
const ROWS_BEFORE_THE_CUT: usize = 3;

/// From this class on an error ends the connection.
const FATAL: u8 = 20;

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Arrives,
    /// Nothing of it leaves.
    Lost,
    /// Some rows leave, then the connection is cut.
    CutAmidRows,
}

/// The answer to one request, as it is written.
pub(crate) struct Answer<'p> {
    packets: &'p mut Packets,
    in_procedure: bool,
    fate: Fate,
    rows: usize,
    /// The last DONE of a batch says that it is the last: each waits for what follows it.
    waiting: Option<(u16, u64)>,
    error: u32,
    is_fatal: bool,
}

impl<'p> Answer<'p> {
    pub(crate) fn new(packets: &'p mut Packets, in_procedure: bool, fate: Fate) -> Self {
        Self { packets, in_procedure, fate, rows: 0, waiting: None, error: 0, is_fatal: false }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some((status, count)) = self.waiting.take() {
            self.put(&done(DONE, status | MORE, count))?;
        }
        self.put(bytes)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.fate == Fate::Lost { Ok(()) } else { self.packets.write(bytes) }
    }

    /// The columns of the rows that follow: flags, type and name of each, already spelled out.
    pub(crate) fn columns(&mut self, columns: &[Vec<u8>]) -> io::Result<()> {
        let mut token = vec![COLMETADATA];
        token.extend(short(columns.len()));
        token.extend(columns.iter().flatten());
        self.write(&token)
    }

    pub(crate) fn row(&mut self, values: &[u8]) -> io::Result<()> {
        if self.fate == Fate::CutAmidRows && self.rows == ROWS_BEFORE_THE_CUT {
            return self.cut();
        }
        self.rows += 1;
        let mut token = vec![ROW];
        token.extend_from_slice(values);
        self.write(&token)
    }

    fn cut(&mut self) -> io::Result<()> {
        self.packets.send_unfinished()?;
        Err(io::Error::other("cut amid rows"))
    }

    /// The end of one statement.
    pub(crate) fn done(&mut self, count: Option<u64>) -> io::Result<()> {
        if self.fate == Fate::CutAmidRows && self.rows > 0 {
            return self.cut();
        }
        let status = if count.is_some() { COUNTED } else { 0 };
        if self.in_procedure {
            return self.write(&done(DONEINPROC, status | MORE, count.unwrap_or(0)));
        }
        if let Some((status, count)) = self.waiting.replace((status, count.unwrap_or(0))) {
            self.put(&done(DONE, status | MORE, count))?;
        }
        Ok(())
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.error != 0
    }

    pub(crate) fn error(&mut self, error: &SqlError) -> io::Result<()> {
        self.error = error.number;
        self.is_fatal |= error.class >= FATAL;
        self.write(&message(ERROR, error))
    }

    pub(crate) fn transaction_began(&mut self, transaction: u64) -> io::Result<()> {
        self.write(&envchange(8, &long(transaction), &[0]))
    }

    pub(crate) fn transaction_committed(&mut self, transaction: u64) -> io::Result<()> {
        self.write(&envchange(9, &[0], &long(transaction)))
    }

    pub(crate) fn transaction_rolled_back(&mut self, transaction: u64) -> io::Result<()> {
        self.write(&envchange(10, &[0], &long(transaction)))
    }

    /// The end of the whole request.
    pub(crate) fn end(mut self) -> io::Result<()> {
        let failed = if self.error == 0 { 0 } else { FAILED };
        if self.in_procedure {
            let mut status = vec![RETURNSTATUS];
            status.extend(self.error.to_le_bytes());
            self.write(&status)?;
            self.write(&done(DONEPROC, failed, 0))?;
        } else {
            let (status, count) = self.waiting.take().unwrap_or((0, 0));
            self.put(&done(DONE, status | failed, count))?;
        }
        match self.fate {
            Fate::Arrives if self.is_fatal => {
                self.packets.finish()?;
                Err(io::Error::other("the error ends the connection"))
            }
            Fate::Arrives => self.packets.finish(),
            Fate::Lost | Fate::CutAmidRows => Err(io::Error::other("the answer is lost")),
        }
    }
}

/// The answer to an attention.
pub(crate) fn attended() -> Vec<u8> {
    done(DONE, ATTENTION, 0)
}

/// The answer to a login: where it led, and to what kind of server.
pub(crate) fn logged_in(database: &str, packet_size: usize) -> Vec<u8> {
    const TDS_7_4: u32 = 0x7400_0004;
    let size = packet_size.to_string();
    let mut tokens = envchange(1, &b_varchar(database), &b_varchar("master"));
    let changed = format!("Changed database context to '{database}'.");
    tokens.extend(message(INFO, &SqlError::new(5701, 0, 2, changed)));
    tokens.extend(envchange(7, &collation(), &[0]));
    let mut acknowledged = vec![1];
    acknowledged.extend(TDS_7_4.to_be_bytes());
    acknowledged.extend(b_varchar("Microsoft SQL Server"));
    acknowledged.extend([13, 0, 0x13, 0x88]);
    tokens.extend(sized(LOGINACK, &acknowledged));
    tokens.extend(envchange(4, &b_varchar(&size), &b_varchar("4096")));
    tokens.extend(done(DONE, 0, 0));
    tokens
}

/// The answer to a login that is refused.
pub(crate) fn refused(errors: &[SqlError]) -> Vec<u8> {
    let mut tokens: Vec<u8> = errors.iter().flat_map(|error| message(ERROR, error)).collect();
    tokens.extend(done(DONE, FAILED, 0));
    tokens
}

fn done(token: u8, status: u16, count: u64) -> Vec<u8> {
    let mut bytes = vec![token];
    bytes.extend(status.to_le_bytes());
    bytes.extend([0, 0]);
    bytes.extend(count.to_le_bytes());
    bytes
}

fn message(token: u8, error: &SqlError) -> Vec<u8> {
    let mut body = error.number.to_le_bytes().to_vec();
    body.extend([error.state, error.class]);
    let words: Vec<u16> = error.message.encode_utf16().take(2000).collect();
    body.extend(short(words.len()));
    body.extend(words.into_iter().flat_map(u16::to_le_bytes));
    body.extend(b_varchar("tds-testserver"));
    body.extend(b_varchar(""));
    body.extend(error.line.to_le_bytes());
    sized(token, &body)
}

fn envchange(kind: u8, new: &[u8], old: &[u8]) -> Vec<u8> {
    sized(ENVCHANGE, &[&[kind], new, old].concat())
}

fn sized(token: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![token];
    bytes.extend(short(body.len()));
    bytes.extend_from_slice(body);
    bytes
}

fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

fn long(transaction: u64) -> Vec<u8> {
    let mut bytes = vec![8];
    bytes.extend(transaction.to_le_bytes());
    bytes
}

fn collation() -> Vec<u8> {
    let mut bytes = vec![5];
    bytes.extend(FRENCH);
    bytes
}

/// Text of at most 255 UTF-16 units, with their count in front.
pub(crate) fn b_varchar(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().take(255).collect();
    let mut bytes = vec![u8::try_from(units.len()).unwrap_or(u8::MAX)];
    bytes.extend(units.into_iter().flat_map(u16::to_le_bytes));
    bytes
}
