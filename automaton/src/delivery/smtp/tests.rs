//! Which of a host's addresses is talked to.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};

use super::*;

fn server() -> Server {
    Server {
        host: "mail.test".to_owned(),
        port: 25,
        security: Security::None,
        credentials: None,
        user: None,
        timeout: Duration::from_secs(3),
    }
}

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

fn greets(listener: &TcpListener) {
    let (mut stream, _) = listener.accept().expect("somebody comes");
    let lines = BufReader::new(stream.try_clone().expect("cloned")).lines();
    stream.write_all(b"220 mail.test\r\n").expect("said");
    for _ in lines.map_while(Result::ok) {
        stream.write_all(b"250 mail.test\r\n").expect("said");
    }
}

#[tokio::test]
async fn a_silent_address_does_not_use_up_the_time_of_the_next() {
    // The system takes the connection; nobody ever says a word.
    let (_silent, first) = listener();
    let (talking, second) = listener();
    let talking = std::thread::spawn(move || greets(&talking));
    server().connect_to(&[first, second]).await.map(drop).expect("the second answers");
    talking.join().expect("it ended");
}

#[tokio::test]
async fn where_none_answers_the_words_name_each() {
    let (_silent, first) = listener();
    let (closed, second) = listener();
    drop(closed);
    let trouble = server().connect_to(&[first, second]).await.map(drop).expect_err("nobody answers");
    let Trouble::Away(words) = trouble else { panic!("{trouble:?}") };
    assert_eq!(words.matches("connecting to 127.0.0.1").count(), 2, "{words}");
    assert!(matches!(server().connect_to(&[]).await.map(drop), Err(Trouble::Away(_))));
}
