//! PRELOGIN, TLS and logins.

use tds_testserver::RequestKind;
use tiberius::{AuthMethod, EncryptionLevel};

use crate::place::{Place, connect, number, one};

#[tokio::test]
async fn with_and_without_encryption() {
    let place = Place::new();
    let certificate = place.folder.path().join("certificate.pem");
    std::fs::write(&certificate, place.server.certificate_pem()).expect("a certificate");
    for level in [
        EncryptionLevel::NotSupported,
        EncryptionLevel::Off,
        EncryptionLevel::On,
        EncryptionLevel::Required,
        EncryptionLevel::Strict,
    ] {
        for host in ["localhost", "127.0.0.1"] {
            let mut config = place.config();
            config.host(host);
            config.encryption(level);
            config.application_name("the test");
            config.trust_cert_ca(certificate.to_string_lossy());
            let mut client =
                connect(config).await.unwrap_or_else(|error| panic!("{level:?} {host}: {error}"));
            assert_eq!(one(&mut client, "SELECT 40 + 2").await, 42, "{level:?} {host}");
        }
    }
    let logins: Vec<String> = place
        .server
        .requests()
        .into_iter()
        .filter(|request| request.kind == RequestKind::Login)
        .map(|login| login.text)
        .collect();
    assert_eq!(logins, vec!["the test"; 10]);
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted() {
    let place = Place::new();
    let mut config = place.config();
    config.encryption(EncryptionLevel::Required);
    let refused = connect(config).await.map(|_| ()).expect_err("nobody vouches for it");
    assert!(!matches!(refused, tiberius::error::Error::Server(_)), "{refused}");
    assert_eq!(place.server.requests(), []);
}

#[tokio::test]
async fn who_may_not_enter() {
    let place = Place::new();
    for (user, password, database, expected) in [
        ("crm", "Secret", "winpneu", 18456),
        ("sa", "secret", "winpneu", 18456),
        ("crm", "secret", "compta", 4060),
        ("crm", "sécret €", "winpneu", 18456),
    ] {
        let mut config = place.config();
        config.authentication(AuthMethod::sql_server(user, password));
        config.database(database);
        config.encryption(EncryptionLevel::Required);
        config.trust_cert();
        let answer = connect(config).await.map(|_| ());
        assert_eq!(number(answer), expected, "{user} {password} {database}");
    }
    assert_eq!(place.server.sessions(), 0);
}
