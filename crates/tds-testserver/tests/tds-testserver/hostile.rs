//! Clients that speak nonsense are cut off, and the others notice nothing.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::place::{Place, one};

/// PRELOGIN that asks for no encryption, as one packet.
const PRELOGIN: [u8; 15] = [18, 1, 0, 15, 0, 0, 0, 0, 1, 0, 6, 0, 1, 0xFF, 2];

fn packet(kind: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 8).expect("a short packet").to_be_bytes();
    [&[kind, 1, length[0], length[1], 0, 0, 0, 0], data].concat()
}

#[tokio::test]
async fn nonsense_is_cut_off() {
    let place = Place::new();
    let mut client = place.client().await;
    for (words, sent) in [
        ("no TDS at all", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec()),
        ("a packet shorter than its header", vec![18, 1, 0, 3, 0, 0, 0, 0]),
        ("a PRELOGIN without an end", packet(18, &[0, 0, 0])),
        ("a PRELOGIN whose options lie outside", packet(18, &[1, 0xFF, 0xFF, 0, 1, 0xFF])),
        ("a login first", packet(16, &[0; 94])),
        ("something else in place of a login", [PRELOGIN.as_slice(), &packet(1, &[0; 30])].concat()),
        ("a login cut short", [PRELOGIN.as_slice(), &packet(16, &[0; 50])].concat()),
        ("a TLS handshake of noise", vec![0x16, 3, 3, 0, 5, 1, 2, 3, 4, 5]),
    ] {
        let mut socket = TcpStream::connect(("127.0.0.1", place.server.port())).expect("a connection");
        socket.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        // The server may have cut the connection amid the sending.
        let _ = socket.write_all(&sent).and_then(|()| socket.shutdown(Shutdown::Write));
        let mut answer = Vec::new();
        let end = socket.read_to_end(&mut answer);
        let is_over =
            end.as_ref().err().is_none_or(|error| error.kind() == std::io::ErrorKind::ConnectionReset);
        assert!(is_over, "{words}: {end:?}");
        assert_eq!(one(&mut client, "SELECT 1").await, 1, "{words}");
    }
    assert_eq!(place.server.sessions(), 1);
}
