//! Where a SQL Server listens, as DBAs write it.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// A machine, and the door on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name or address of the machine.
    pub host: String,
    /// Which of its servers.
    pub door: Door,
}

/// Which server of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// The one on the usual port.
    Usual,
    /// A named instance: SQL Server Browser tells its port.
    Instance(String),
    /// The one on this port. An instance named beside it says nothing more.
    Port(u16),
}

const FORMS: &str = "write \"host\", \"host\\\\instance\" or \"host,port\"";

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("server = {text:?}: {why}; {FORMS}");
        let place = without_protocol(text.trim()).map_err(wrong)?;
        let (place, port) = match place.rsplit_once(',') {
            Some((place, port)) => (place, Some(port.trim())),
            None => (place, None),
        };
        let (host, instance) = match place.split_once('\\') {
            Some((host, instance)) => (host, Some(instance.trim())),
            None => (place, None),
        };
        if instance.is_some_and(|name| name.is_empty() || name.contains(['\\', ' ', ','])) {
            return Err(wrong("this names no instance"));
        }
        let door = match (port, instance) {
            (Some(port), _) => Door::Port(parse_port(port).ok_or_else(|| wrong("this names no port"))?),
            (None, Some(instance)) => Door::Instance(instance.to_owned()),
            (None, None) => Door::Usual,
        };
        Ok(Self { host: parse_host(host.trim()).map_err(wrong)?, door })
    }
}

/// The text without its `tcp:`.
fn without_protocol(text: &str) -> Result<&str, &'static str> {
    let Some((protocol, rest)) = text.split_once(':') else { return Ok(text) };
    match protocol.to_ascii_lowercase().as_str() {
        "tcp" => Ok(rest.trim()),
        "np" | "lpc" | "admin" => Err("only TCP is spoken"),
        _ => Ok(text),
    }
}

fn parse_port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port| *port != 0)
}

fn parse_host(text: &str) -> Result<String, &'static str> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    if bare.parse::<Ipv6Addr>().is_ok() {
        return Ok(format!("[{bare}]"));
    }
    match text.to_ascii_lowercase().as_str() {
        "" => Err("the machine is missing"),
        "." | "(local)" => Ok("localhost".to_owned()),
        "(localdb)" => Err("LocalDB speaks no TCP"),
        _ if text.contains(':') => Err("a comma stands before the port"),
        _ if text.contains(char::is_whitespace) || text.contains(['/', '(', ')', '[', ']', ';', '=']) => {
            Err("this names no machine")
        }
        _ => Ok(text.to_owned()),
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.door {
            Door::Usual => formatter.write_str(&self.host),
            Door::Instance(name) => write!(formatter, "{}\\{name}", self.host),
            Door::Port(port) => write!(formatter, "{},{port}", self.host),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_understood_as_dbas_write_it() {
        let instance = |name: &str| Door::Instance(name.to_owned());
        for (text, host, door) in [
            ("ERP", "ERP", Door::Usual),
            (" erp.pneus.example ", "erp.pneus.example", Door::Usual),
            ("10.0.0.5", "10.0.0.5", Door::Usual),
            ("::1", "[::1]", Door::Usual),
            ("[fd00::5],1433", "[fd00::5]", Door::Port(1433)),
            (r"ERP\PNEUS", "ERP", instance("PNEUS")),
            (r"tcp:ERP\PNEUS", "ERP", instance("PNEUS")),
            (r".\SQLEXPRESS", "localhost", instance("SQLEXPRESS")),
            ("(local)", "localhost", Door::Usual),
            ("ERP,1435", "ERP", Door::Port(1435)),
            ("ERP, 1435", "ERP", Door::Port(1435)),
            ("TCP:ERP,1435", "ERP", Door::Port(1435)),
            (r"ERP\PNEUS,1435", "ERP", Door::Port(1435)),
        ] {
            let place: Place = text.parse().expect(text);
            assert_eq!((place.host.as_str(), &place.door), (host, &door), "{text}");
            assert_eq!(place.to_string().parse(), Ok(place), "{text}: as it shows itself");
        }
    }

    #[test]
    fn what_names_no_server_says_how_to_write_one() {
        for (text, word) in [
            ("", "missing"),
            (",1433", "missing"),
            ("ERP,", "no port"),
            ("ERP,0", "no port"),
            ("ERP,70000", "no port"),
            ("ERP:1433", "comma"),
            (r"ERP\", "no instance"),
            (r"ERP\A\B", "no instance"),
            (r"np:\\ERP\pipe\sql\query", "TCP"),
            (r"\\ERP\pipe\sql\query", "no instance"),
            ("lpc:ERP", "TCP"),
            (r"(localdb)\v11.0", "LocalDB"),
            ("ERP;Database=x", "no machine"),
            ("my server", "no machine"),
        ] {
            let problem = text.parse::<Place>().expect_err(text);
            assert!(problem.contains(word) && problem.contains("host,port"), "{text}: {problem}");
        }
    }
}
