//! Fresh bases on a server: the test server in this process, and the server that `TOURNEE_TEST_SQLSERVER` names.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;
use winpneu::Connection;
use winpneu::sqlserver::{Encryption, Login, Server, Settings, Target, installer};

use crate::embedded::now;

/// The ERP's tables as the annexes describe them, and views that read them.
const ERP: &str = include_str!("../erp/sqlserver.sql");
pub const VIEWS: &str = include_str!("../erp/views.sql");

/// How the test server is reached: by TLS, with its certificate checked.
pub fn target(served: &tds_testserver::Server, folder: &Path) -> Target {
    let certificate = folder.join("server.pem");
    std::fs::write(&certificate, served.certificate_pem()).expect("written");
    Target {
        host: "localhost".to_owned(),
        instance: None,
        port: Some(served.port()),
        database: "winpneu".to_owned(),
        login: Login::Sql { user: "crm".to_owned(), password: "secret".to_owned().into() },
        encryption: Encryption::Checked { ca: Some(certificate) },
        certificate_host: None,
        application_name: Target::APPLICATION_NAME.to_owned(),
        connect_timeout: Target::CONNECT_TIMEOUT,
        statement_timeout: Target::STATEMENT_TIMEOUT,
        lock_timeout: Target::LOCK_TIMEOUT,
    }
}

/// A base of its own behind a test server of its own.
pub struct Served {
    pub server: Server,
    pub double: tds_testserver::Server,
    pub folder: TempDir,
}

impl Served {
    /// With the ERP's tables and the CRM's.
    pub async fn installed() -> Self {
        static TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
        let (_, template) = TEMPLATE.get_or_init(template).await;
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::copy(template, folder.path().join("winpneu.db")).expect("copied");
        Self::over(folder)
    }

    /// With the ERP's tables only.
    pub async fn bare() -> Self {
        let served = Self::over(tempfile::tempdir().expect("a folder"));
        let mut base = served.server.open_unchecked().await.expect("opened");
        installer::run(&mut base, "erp", ERP).await.expect("the ERP");
        drop(base);
        served
    }

    fn over(folder: TempDir) -> Self {
        let options = tds_testserver::Options::new(folder.path().join("winpneu.db"));
        let double = tds_testserver::Server::start(options).expect("started");
        let server = Server::new(Settings::new(&target(&double, folder.path())));
        Self { server, double, folder }
    }
}

/// Made once: a whole installation takes some hundred requests.
async fn template() -> (TempDir, PathBuf) {
    let Served { server, double, folder } = Served::bare().await;
    let mut base = server.open_unchecked().await.expect("opened");
    installer::migrate(&mut base, VIEWS, now()).await.expect("migrated");
    drop((base, server));
    // The last session folds the write-ahead log into the file.
    drop(double);
    let path = folder.path().join("winpneu.db");
    (folder, path)
}

const VARIABLE: &str = "TOURNEE_TEST_SQLSERVER";

/// A database of its own on the named server.
pub struct Named {
    pub server: Server,
    admin: Server,
    database: String,
}

impl Named {
    /// Whether a server is named.
    pub fn is_wanted() -> bool {
        std::env::var(VARIABLE).is_ok_and(|text| !text.trim().is_empty())
    }

    /// With the ERP's tables and the CRM's.
    pub async fn installed(read_committed_snapshot: bool) -> Self {
        let text = std::env::var(VARIABLE).expect("a server is named");
        let settings = Settings::from_ado(&text).expect("an ADO.NET connection string");
        let admin = Server::new(settings.clone());
        let database = format!("tournee_test_{}", Uuid::new_v4().simple());
        let on = if read_committed_snapshot { "ON" } else { "OFF" };
        let mut base = admin.open_unchecked().await.expect("the named server answers");
        let create = format!("CREATE DATABASE [{database}] COLLATE French_CI_AS;");
        installer::run(&mut base, "database", &create).await.expect("its own database");
        for option in [format!("READ_COMMITTED_SNAPSHOT {on}"), "ALLOW_SNAPSHOT_ISOLATION ON".to_owned()] {
            let set = format!("ALTER DATABASE [{database}] SET {option};");
            if let Err(error) = installer::run(&mut base, "option", &set).await {
                // The checks that need it will say so; the others are worth their answer.
                writeln!(std::io::stderr(), "!! {option} cannot be set on this server: {error}")
                    .expect("told");
            }
        }
        let server = Server::new(settings.with_database(&database));
        let named = Self { server, admin, database };
        let mut base = named.server.open_unchecked().await.expect("opened");
        installer::run(&mut base, "erp", ERP).await.expect("the ERP");
        installer::migrate(&mut base, VIEWS, now()).await.expect("migrated");
        named
    }

    /// Takes the database away, whoever still has a session in it.
    pub async fn remove(self) {
        drop(self.server);
        let mut base = self.admin.open_unchecked().await.expect("the named server answers");
        let database = &self.database;
        for text in [
            format!("ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;"),
            format!("DROP DATABASE [{database}];"),
        ] {
            installer::run(&mut base, "database", &text).await.expect("removed");
        }
    }
}

/// A further session.
pub async fn open(server: &Server) -> Connection {
    server.open().await.expect("opened")
}
