//! Reading the fields of a message. Every length is checked against what is left: a malformed message is an error, never a panic.

/// The client sent what cannot be read; its connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed(pub(crate) &'static str);

impl From<Malformed> for std::io::Error {
    fn from(problem: Malformed) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, problem.0)
    }
}

/// A message and how far it was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'m> {
    left: &'m [u8],
}

impl<'m> Reader<'m> {
    pub(crate) fn new(message: &'m [u8]) -> Self {
        Self { left: message }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.left.is_empty()
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'m [u8], Malformed> {
        let (taken, left) = self.left.split_at_checked(count).ok_or(Malformed("a field ends too early"))?;
        self.left = left;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, left) = self.left.split_first_chunk().ok_or(Malformed("a field ends too early"))?;
        self.left = left;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Malformed> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_le_bytes)
    }

    /// PRELOGIN and packet headers count in network order; all else is little-endian.
    pub(crate) fn u16_be(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn i32(&mut self) -> Result<i32, Malformed> {
        self.array().map(i32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_le_bytes)
    }

    /// A little-endian number of `count` bytes, at most eight.
    pub(crate) fn number(&mut self, count: usize) -> Result<u64, Malformed> {
        let taken = self.bytes(count.min(8))?;
        Ok(taken.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
    }

    /// Text with its count of UTF-16 units in one byte: B_VARCHAR.
    pub(crate) fn b_varchar(&mut self) -> Result<String, Malformed> {
        let units = self.u8()?;
        utf16(self.bytes(2 * usize::from(units))?)
    }

    /// Text with its count of UTF-16 units in two bytes: US_VARCHAR.
    pub(crate) fn us_varchar(&mut self) -> Result<String, Malformed> {
        let units = self.u16()?;
        utf16(self.bytes(2 * usize::from(units))?)
    }

    /// All that is left, as UTF-16.
    pub(crate) fn rest(&mut self) -> Result<String, Malformed> {
        utf16(std::mem::take(&mut self.left))
    }
}

/// Text of UTF-16LE bytes.
pub(crate) fn utf16(bytes: &[u8]) -> Result<String, Malformed> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    match String::from_utf16(&units) {
        Ok(text) if odd.is_empty() => Ok(text),
        _ => Err(Malformed("text is no UTF-16")),
    }
}
