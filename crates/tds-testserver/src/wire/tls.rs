//! TLS: the certificate of a server, and the handshake inside PRELOGIN packets ([MS-TDS] 2.2.6.5 and 3.2.5.1).

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::packets::{PRELOGIN, header, parse_header};
use super::read::Malformed;

/// A key and a self-signed certificate for this machine, made anew for every server.
pub(crate) struct Identity {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) certificate_pem: String,
}

impl Identity {
    pub(crate) fn new() -> io::Result<Self> {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        // TDS 7 knows no later version than 1.2: with 1.3 the handshake would end in packets that are no longer wrapped.
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_protocol_versions(&[&rustls::version::TLS12])
                .and_then(|builder| {
                    builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key)
                })
                .map_err(io::Error::other)?;
        config.alpn_protocols = vec![b"tds/8.0".to_vec()];
        Ok(Self { config: Arc::new(config), certificate_pem: made.cert.pem() })
    }
}

/// The bytes of a connection, encrypted or not.
pub(crate) enum Wire {
    Plain(TcpStream),
    Encrypted(Box<StreamOwned<ServerConnection, TcpStream>>),
    /// Between two states, and for good when a handshake failed.
    Gone,
}

impl Wire {
    /// TDS 8.0: the client speaks TLS from the first byte on.
    pub(crate) fn accept(socket: TcpStream, config: &Arc<ServerConfig>) -> io::Result<Self> {
        const HANDSHAKE_RECORD: u8 = 0x16;
        let mut first = [0];
        if socket.peek(&mut first)? == 1 && first[0] == HANDSHAKE_RECORD {
            let session = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
            return Ok(Self::Encrypted(Box::new(StreamOwned::new(session, socket))));
        }
        Ok(Self::Plain(socket))
    }

    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Plain(_))
    }

    /// Shakes hands inside PRELOGIN packets; from then on the packets travel inside TLS.
    pub(crate) fn encrypt(&mut self, config: &Arc<ServerConfig>) -> io::Result<()> {
        let Self::Plain(socket) = std::mem::replace(self, Self::Gone) else {
            return Err(Malformed("TLS inside TLS").into());
        };
        let mut session = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
        let mut wrapped = Wrapped { socket: &socket, left: 0, waiting: Vec::new() };
        while session.is_handshaking() {
            if session.complete_io(&mut wrapped)? == (0, 0) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        wrapped.flush()?;
        *self = Self::Encrypted(Box::new(StreamOwned::new(session, socket)));
        Ok(())
    }

    /// The client asked for an encrypted login only.
    pub(crate) fn decrypt(&mut self) {
        *self = match std::mem::replace(self, Self::Gone) {
            Self::Encrypted(stream) => Self::Plain(stream.into_parts().1),
            other => other,
        };
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.read(buffer),
            Self::Encrypted(stream) => stream.read(buffer),
            Self::Gone => Ok(0),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.write(bytes),
            Self::Encrypted(stream) => stream.write(bytes),
            Self::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.flush(),
            Self::Encrypted(stream) => stream.flush(),
            Self::Gone => Ok(()),
        }
    }
}

/// A socket on which every flight of the handshake is a PRELOGIN message.
struct Wrapped<'s> {
    socket: &'s TcpStream,
    /// What is left of the packet that is being read.
    left: usize,
    waiting: Vec<u8>,
}

impl Read for Wrapped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left == 0 {
            let mut head = [0; 8];
            self.socket.read_exact(&mut head)?;
            let (kind, _, length) = parse_header(head)?;
            if kind != PRELOGIN {
                return Err(Malformed("a handshake travels in PRELOGIN packets").into());
            }
            self.left = length;
        }
        let room = buffer.len().min(self.left);
        let read = self.socket.read(&mut buffer[..room])?;
        self.left -= read;
        Ok(read)
    }
}

impl Write for Wrapped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flight = std::mem::take(&mut self.waiting);
        let mut parts = flight.chunks(4088).peekable();
        while let Some(part) = parts.next() {
            let mut packet = header(PRELOGIN, parts.peek().is_none(), part.len(), 0, 0).to_vec();
            packet.extend_from_slice(part);
            self.socket.write_all(&packet)?;
        }
        self.socket.flush()
    }
}
