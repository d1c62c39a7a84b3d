//! `[winpneu]`, as each backend wants it.

use std::time::Duration;

use winpneu::sqlserver::{Encryption, Target};

use super::*;

const EMBEDDED: &str = "backend = \"embedded\"\npath = \"winpneu.db\"";
const SERVER: &str = "backend = \"sqlserver\"\nserver = 'ERP\\PNEUS'\ndatabase = \"winpneu\"\nuser = \"crm\"\npassword_file = \"secret\"";

fn with(table: &str) -> Result<Config, String> {
    assert!(TEMPLATE.contains(EMBEDDED));
    Config::parse(&TEMPLATE.replace(EMBEDDED, table), Path::new("/srv/tournee"))
}

/// The server of a table that adds these lines.
fn server(more: &str) -> Result<SqlServerConfig, String> {
    match with(&format!("{SERVER}\n{more}"))?.winpneu {
        WinpneuConfig::SqlServer(server) => Ok(*server),
        WinpneuConfig::Embedded { .. } => Err("a file".to_owned()),
    }
}

#[test]
fn what_is_not_said_is_as_the_driver_has_it() {
    let server = server("").expect("valid");
    assert_eq!(server.place.to_string(), r"ERP\PNEUS");
    assert_eq!(server.encryption, Encryption::Checked { ca: None });
    assert_eq!(server.application_name, Target::APPLICATION_NAME);
    let timeouts = [server.connect_timeout, server.statement_timeout, server.lock_timeout];
    assert_eq!(timeouts, [Target::CONNECT_TIMEOUT, Target::STATEMENT_TIMEOUT, Target::LOCK_TIMEOUT]);
    assert!(
        matches!(server.password(), Some(Password::File(path)) if path == Path::new("/srv/tournee/secret"))
    );
}

#[test]
fn what_is_said_reaches_the_driver() {
    let text = "port = 1435\nca_file = \"ca.pem\"\ncertificate_host = \"erp.example\"\napplication_name = \"x\"\n\
                connect_timeout_ms = 1\nstatement_timeout_ms = 2\nlock_timeout_ms = 3\nauthentication = \"sql\"";
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in [("ca.pem", "-----BEGIN CERTIFICATE-----"), ("secret", "hush\n")] {
        std::fs::write(folder.path().join(name), content).expect("written");
    }
    let config = TEMPLATE.replace(EMBEDDED, &format!("{SERVER}\n{text}"));
    let WinpneuConfig::SqlServer(server) = Config::parse(&config, folder.path()).expect("valid").winpneu
    else {
        panic!("a server")
    };
    let target = server.target().expect("readable");
    // With a port nobody is asked where the instance listens.
    assert_eq!((target.host.as_str(), target.instance, target.port), ("ERP", None, Some(1435)));
    assert_eq!(target.encryption, Encryption::Checked { ca: Some(folder.path().join("ca.pem")) });
    assert_eq!(target.certificate_host.as_deref(), Some("erp.example"));
    assert_eq!((target.database.as_str(), target.application_name.as_str()), ("winpneu", "x"));
    let timeouts = [target.connect_timeout, target.statement_timeout, target.lock_timeout];
    assert_eq!(timeouts, [1, 2, 3].map(Duration::from_millis));
    std::fs::remove_file(folder.path().join("ca.pem")).expect("removed");
    assert!(server.target().expect_err("gone").to_string().contains("winpneu.ca_file"));
}

#[test]
fn a_way_is_protected_as_its_keys_say() {
    for (text, encryption) in [
        ("encrypt = true\ntrust_certificate = false", Encryption::Checked { ca: None }),
        ("trust_certificate = true", Encryption::Trusting),
        ("encrypt = false", Encryption::LoginOnly),
        ("encrypt = false\ntrust_certificate = true", Encryption::LoginOnly),
    ] {
        assert_eq!(server(text).expect(text).encryption, encryption, "{text}");
    }
}

#[test]
fn wrong_tables_say_why_and_where() {
    let without = |key: &str| -> String {
        SERVER.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n")
    };
    for (table, word) in [
        (without("password_file"), "one of password"),
        (without("user"), "user is missing"),
        (without("server"), "server is missing"),
        (without("database"), "database is missing"),
        (format!("{}\ndatabase = \" \"", without("database")), "database is empty"),
        (format!("{}\nserver = \"ERP:1433\"", without("server")), "host,port"),
        (format!("{}\nserver = \"ERP,1433\"\nport = 1434", without("server")), "leave one of them out"),
        (format!("{SERVER}\npassword_env = \"b\""), "one of"),
        (format!("{SERVER}\npath = \"x\""), "path"),
        (format!("{SERVER}\nport = 0"), "port"),
        (format!("{SERVER}\napplication_name = \"\""), "application_name"),
        (format!("{SERVER}\nlock_timeout_ms = 0"), "lock_timeout_ms"),
        (format!("{SERVER}\nconnect_timeout_ms = 3600001"), "connect_timeout_ms"),
        (format!("{SERVER}\nencrypt = false\nca_file = \"x\""), "ca_file"),
        (format!("{SERVER}\ntrust_certificate = true\ncertificate_host = \"x\""), "certificate_host"),
        (format!("{SERVER}\nauthentication = \"kerberos\""), "kerberos"),
        (format!("{SERVER}\nauthentication = \"integrated\""), "belong to authentication"),
        ("backend = \"embedded\"".to_owned(), "path"),
        (format!("{EMBEDDED}\nserver = \"x\""), "server"),
        (format!("{EMBEDDED}\nlock_timeout_ms = 1"), "lock_timeout_ms"),
        (format!("{EMBEDDED}\nsrever = \"x\""), "srever"),
        ("backend = \"oracle\"".to_owned(), "oracle"),
    ] {
        let problem = with(&table).expect_err(&table);
        assert!(problem.contains(word) && problem.contains("line"), "{table}: {problem}");
    }
}

#[test]
fn windows_accounts_want_a_program_built_for_them() {
    let table =
        "backend = \"sqlserver\"\nserver = \"ERP\"\ndatabase = \"winpneu\"\nauthentication = \"integrated\"";
    let problem = with(table).err();
    if cfg!(feature = "integrated-authentication") {
        assert_eq!(problem, None);
    } else {
        assert!(problem.is_some_and(|problem| problem.contains("feature integrated-authentication")));
    }
}

#[test]
fn no_password_is_ever_shown() {
    let table = SERVER.replace("password_file = \"secret\"", "password = \"hush\"");
    let debug = format!("{:?}", with(&table).expect("valid"));
    assert!(!debug.contains("hush") && debug.contains("ERP"), "{debug}");
    for wrong in ["pasword = \"hush\"", "password = 'hush", "password = [\"hush\"]"] {
        let problem = with(&format!("{SERVER}\n{wrong}")).expect_err(wrong);
        assert!(!problem.contains("hush") && problem.contains("line"), "{wrong}: {problem}");
    }
}

#[test]
fn what_is_probably_not_meant_is_told() {
    for (text, told) in [
        ("", None),
        ("encrypt = false", Some("in the clear")),
        ("trust_certificate = true", Some("ca_file")),
        ("statement_timeout_ms = 10000", Some("lock_timeout_ms")),
        ("statement_timeout_ms = 10001", None),
    ] {
        let odd = with(&format!("{SERVER}\n{text}")).expect("valid").oddities();
        assert_eq!(odd.len(), usize::from(told.is_some()), "{text}: {odd:?}");
        assert!(told.is_none_or(|word| odd[0].contains(word)), "{text}: {odd:?}");
    }
}
