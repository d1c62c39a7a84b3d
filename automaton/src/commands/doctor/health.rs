//! The daemon, asked over `/health`. It answers from memory, so it does even while the base is locked.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// How long each step of the asking may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// More is no answer of ours.
const LONGEST: u64 = 256 * 1024;

/// What stands behind the listen address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::commands) enum Daemon {
    /// Ours; with what troubles it has, in its own words.
    Runs { version: String, started_at: String, troubles: Vec<String> },
    /// Nobody listens.
    Silent(String),
    /// Somebody listens, and gives no answer.
    Mute(String),
    /// Something answers that is not ours.
    Stranger,
}

/// Asks whoever listens there.
pub(in crate::commands) fn ask(listen: SocketAddr) -> Daemon {
    let address = reachable(listen);
    match TcpStream::connect_timeout(&address, PATIENCE) {
        Err(error) => Daemon::Silent(error.to_string()),
        Ok(stream) => {
            answer(stream, address).map_or_else(|error| Daemon::Mute(error.to_string()), |bytes| read(&bytes))
        }
    }
}

/// « Every address of this machine » is where to listen, not where to ask.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn answer(mut stream: TcpStream, address: SocketAddr) -> std::io::Result<Vec<u8>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let question = format!("GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(question.as_bytes())?;
    let mut bytes = Vec::new();
    stream.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads an HTTP answer.
fn read(bytes: &[u8]) -> Daemon {
    let text = String::from_utf8_lossy(bytes);
    let body = text.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
    let Ok(document) = serde_json::from_str::<Value>(body) else { return Daemon::Stranger };
    let (Some(version), Some(status)) = (document["version"].as_str(), document["status"].as_str()) else {
        return Daemon::Stranger;
    };
    let mut troubles: Vec<String> =
        document["troubles"].as_array().into_iter().flatten().map(trouble).collect();
    if status != "ok" && troubles.is_empty() {
        troubles.push(format!("it says {status:?}"));
    }
    let started_at = document["started_at"].as_str().unwrap_or("?").to_owned();
    Daemon::Runs { version: version.to_owned(), started_at, troubles }
}

fn trouble(trouble: &Value) -> String {
    let text = |key: &str| trouble[key].as_str().unwrap_or("?").to_owned();
    format!("{} since {}: {}", text("job"), text("since"), text("words"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http(status: &str, body: &str) -> Vec<u8> {
        format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\r\n{body}").into_bytes()
    }

    #[test]
    fn answers_are_told_apart() {
        let well = r#"{"status":"ok","version":"0.1.0","started_at":"2026-11-21T15:00:00Z","troubles":[]}"#;
        let ill = r#"{"status":"degraded","version":"0.1.0","started_at":"s","troubles":[{"job":"integrate","words":"away","since":"9h"}]}"#;
        let mute = r#"{"status":"degraded","version":"0.1.0"}"#;
        let runs = |started_at: &str, troubles: &[&str]| Daemon::Runs {
            version: "0.1.0".to_owned(),
            started_at: started_at.to_owned(),
            troubles: troubles.iter().map(|&trouble| trouble.to_owned()).collect(),
        };
        for (bytes, daemon) in [
            (http("200 OK", well), runs("2026-11-21T15:00:00Z", &[])),
            (http("503 Service Unavailable", ill), runs("s", &["integrate since 9h: away"])),
            (http("503 Service Unavailable", mute), runs("?", &["it says \"degraded\""])),
            (http("404 Not Found", ""), Daemon::Stranger),
            (http("200 OK", "{\"status\":\"UP\"}"), Daemon::Stranger),
            (b"220 mail.example ESMTP\r\n".to_vec(), Daemon::Stranger),
            (Vec::new(), Daemon::Stranger),
        ] {
            assert_eq!(read(&bytes), daemon, "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn the_daemon_s_own_answer_is_understood() {
        use crate::daemon::alerts::Job;
        use crate::daemon::board::Board;

        let now = "2026-11-21T15:00:00Z".parse().expect("an instant");
        let board = Board::new(&[Job::Integrate, Job::Mail], now);
        let answer = || read(&http("200 OK", &serde_json::to_string(&board.health(now)).expect("JSON")));
        let runs = |troubles: &[&str]| Daemon::Runs {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            started_at: "2026-11-21T15:00:00Z".to_owned(),
            troubles: troubles.iter().map(|&trouble| trouble.to_owned()).collect(),
        };
        assert_eq!(answer(), runs(&[]));
        board.failed(Job::Integrate, "away", now);
        assert_eq!(answer(), runs(&["integrate since 2026-11-21T15:00:00Z: away"]));
    }

    #[test]
    fn who_listens_everywhere_is_asked_here() {
        for (listen, asked) in [
            ("0.0.0.0:8787", "127.0.0.1:8787"),
            ("[::]:8787", "[::1]:8787"),
            ("192.0.2.7:80", "192.0.2.7:80"),
        ] {
            let parsed = |text: &str| text.parse::<SocketAddr>().expect("an address");
            assert_eq!(reachable(parsed(listen)), parsed(asked));
        }
    }
}
