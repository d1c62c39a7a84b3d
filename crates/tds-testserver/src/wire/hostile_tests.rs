//! No message, however broken, makes a parser panic.

use super::packets::{ATTENTION, BATCH, Message, RPC, TRANSACTION, parse_header};
use super::{login, prelogin, requests};
use crate::sql::rewrite::{System, rewritten};
use crate::sql::split::{Command, split};

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).unwrap()).unwrap()
    }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// ALL_HEADERS with a transaction's descriptor.
fn headers() -> Vec<u8> {
    let mut bytes = vec![22, 0, 0, 0, 18, 0, 0, 0, 2, 0];
    bytes.extend([7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    bytes
}

/// A call of sp_executesql with a parameter of each type.
fn call() -> Vec<u8> {
    let mut bytes = headers();
    bytes.extend([0xFF, 0xFF, 10, 0, 0, 0]);
    for text in ["SELECT @P1", "@P1 nvarchar(4000),@P2 decimal(9,2)"] {
        bytes.extend([0, 0, 0xE7, 0x40, 0x1F, 0, 0, 0, 0, 0]);
        bytes.extend(u16::try_from(text.len() * 2).unwrap().to_le_bytes());
        bytes.extend(utf16(text));
    }
    let parameters: [&[u8]; 15] = [
        &[0x26, 4, 4, 1, 2, 3, 4],
        &[0x26, 8, 0],
        &[0x68, 1, 1, 1],
        &[0x6D, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0],
        &[0x6F, 8, 8, 1, 0, 0, 0, 1, 0, 0, 0],
        &[0x6F, 4, 4, 1, 0, 1, 0],
        &[0x28, 3, 1, 2, 3],
        &[0x2A, 7, 8, 1, 2, 3, 4, 5, 1, 2, 3],
        &[0x6A, 9, 9, 2, 5, 1, 1, 2, 3, 4],
        &[0xA5, 10, 0, 2, 0, 1, 2],
        &[0xA7, 10, 0, 0, 0, 0, 0, 0, 2, 0, 65, 66],
        &[0xE7, 0xFF, 0xFF, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 65, 0, 66, 0, 0, 0, 0, 0],
        &[0xE7, 0x40, 0x1F, 0, 0, 0, 0, 0, 0xFF, 0xFF],
        &[0x1F],
        &[0x38, 1, 0, 0, 0],
    ];
    for parameter in parameters {
        bytes.extend([3]);
        bytes.extend(utf16("@P1"));
        bytes.push(0);
        bytes.extend_from_slice(parameter);
    }
    bytes
}

fn log_in() -> Vec<u8> {
    let mut bytes = vec![0; 94];
    for (place, length) in [(36_u8, 2), (40, 3), (44, 3), (48, 4), (68, 7)] {
        bytes[usize::from(place)] = 94;
        bytes[usize::from(place) + 2] = length;
    }
    bytes.extend(utf16("winpneu"));
    bytes
}

fn messages() -> Vec<Message> {
    let batch =
        [headers(), utf16("IF @@TRANCOUNT > 0 ROLLBACK; SET XACT_ABORT ON SELECT 'é' FROM [a b]")].concat();
    let begin = [headers(), vec![5, 0, 2, 0]].concat();
    vec![
        Message { kind: RPC, bytes: call() },
        Message { kind: BATCH, bytes: batch },
        Message { kind: TRANSACTION, bytes: begin },
        Message { kind: ATTENTION, bytes: Vec::new() },
        Message { kind: 0, bytes: prelogin::answer(prelogin::Encryption::Everything) },
        Message { kind: 0, bytes: log_in() },
    ]
}

/// All that reads what a client sent.
fn read(message: &Message) {
    let _ = prelogin::parse(&message.bytes);
    let _ = login::parse(&message.bytes);
    let asked = requests::parse(message).map(|asking| asking.asked);
    if let Ok(requests::Asked::Batch { text } | requests::Asked::Execute { text, .. }) = asked {
        read_sql(&text);
    }
    if let Some(header) = message.bytes.first_chunk() {
        let _ = parse_header(*header);
    }
}

fn read_sql(text: &str) {
    for statement in split(text).unwrap_or_default() {
        if let Command::Sql(sql) = statement.command {
            let _ = rewritten(sql, System { spid: 51, trancount: 0 });
        }
    }
}

#[test]
fn the_messages_to_be_broken_are_whole() {
    for message in messages().into_iter().take(4) {
        assert!(requests::parse(&message).is_ok(), "kind {}", message.kind);
    }
    assert_eq!(prelogin::parse(&messages()[4].bytes), Ok(prelogin::Encryption::Everything));
    assert_eq!(login::parse(&log_in()).map(|login| login.database), Ok("winpneu".to_owned()));
    let Ok(requests::Asked::Execute { parameters, .. }) =
        requests::parse(&messages()[0]).map(|asking| asking.asked)
    else {
        panic!("no call")
    };
    assert_eq!(parameters.len(), 15);
}

#[test]
fn broken_messages_are_refused_and_nothing_worse() {
    for seed in 1..=20_000 {
        // A panic shows the seed.
        let _seed = Seed(seed);
        let mut numbers = Numbers(seed);
        let mut all = messages();
        let mut message = all.swap_remove(numbers.next(all.len()));
        for _ in 0..=numbers.next(3) {
            break_it(&mut message.bytes, &mut numbers);
        }
        read(&message);
    }
}

fn break_it(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let place = numbers.next(bytes.len());
    match numbers.next(5) {
        0 => bytes.truncate(place),
        1 => bytes.insert(place, u8::try_from(numbers.next(256)).unwrap()),
        2 => drop((place < bytes.len()).then(|| bytes.remove(place))),
        way => {
            if let Some(byte) = bytes.get_mut(place) {
                *byte = if way == 3 { 0xFF } else { u8::try_from(numbers.next(256)).unwrap() };
            }
        }
    }
}

#[test]
fn broken_texts_are_refused_and_nothing_worse() {
    let texts = [
        "CREATE TABLE dbo.t (n int IDENTITY(1,1) NOT NULL, a nvarchar(max), CONSTRAINT pk PRIMARY KEY CLUSTERED (n), CHECK (a <> ''))",
        "CREATE OR ALTER VIEW dbo.v (a, b) AS SELECT CAST(a AS char(3)), OBJECT_ID('dbo.t', 'U') FROM dbo.t",
        "CREATE UNIQUE INDEX ix ON dbo.t (a) INCLUDE (b); DROP INDEX ix ON dbo.t\nALTER TABLE dbo.t ADD a varchar(3)",
        "EXEC @answer = sp_getapplock @Resource = @P1, @LockOwner = 'Session'; DECLARE @answer int",
        "WITH a AS (SELECT 1 AS b) SELECT b FROM a ORDER BY b OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY -- /* é",
    ];
    for seed in 1..=20_000 {
        let _seed = Seed(seed);
        let mut numbers = Numbers(seed);
        let mut words: Vec<char> = texts[numbers.next(texts.len())].chars().collect();
        for _ in 0..=numbers.next(4) {
            let place = numbers.next(words.len());
            let sign = ['(', ')', '\'', '[', ']', '"', ',', ';', '@', ' ', '.', 'é', '*', '/', '-', '\n']
                [numbers.next(16)];
            match numbers.next(3) {
                0 => words.truncate(place),
                1 => words.insert(place, sign),
                _ if place < words.len() => words[place] = sign,
                _ => {}
            }
        }
        read_sql(&words.into_iter().collect::<String>());
    }
}

/// Tells the seed when a test panics.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}", self.0);
        }
    }
}
