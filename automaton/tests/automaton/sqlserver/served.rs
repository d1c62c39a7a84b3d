//! An installation whose base stands behind a server, and which tests look at as at any other: the server's file is the embedded one's.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::OnceLock;

use tds_testserver::{Fault, Options, Planned, Request, RequestKind, Server};
use winpneu::sqlserver::{self, Encryption, Login, Settings, Target, installer};

use crate::daemon::process::until;
use crate::support::Place;

/// The ERP's tables as the annexes describe them.
const ERP: &str = include_str!("../../../../crates/winpneu/tests/erp/sqlserver.sql");
/// The views of that ERP, as its DBA adapted them.
const VIEWS: &str = include_str!("../../../../crates/winpneu/tests/erp/views.sql");

/// How long a statement may take, where no test makes the server stall: a slow machine is no fault.
pub const PATIENT: u32 = 120_000;

/// As [`Place`], with the base behind a server of its own.
pub struct ServedPlace {
    // Dropped first: what is cut then is written back before the folder goes.
    server: Server,
    place: Place,
}

impl Deref for ServedPlace {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

impl ServedPlace {
    /// What [`Place::new`] makes: two reps, one who left, one without a code, three customers.
    pub fn new() -> Self {
        static TEMPLATE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
        // Kept in memory: a folder of a static would stay behind.
        let files = TEMPLATE.get_or_init(|| {
            let served = Self::bare();
            served.succeed(&["init"]);
            served.furnish();
            served.close().tree("")
        });
        let place = Place::empty();
        for (name, bytes) in files {
            let path = place.path(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, bytes).expect("written");
        }
        for folder in ["inbox", "bases", "archive", "quarantine"] {
            std::fs::create_dir_all(place.path(folder)).expect("made");
        }
        Self::over(place)
    }

    /// An installation before `init`: a configuration, the views that the DBA adapted, and a database with nothing but the ERP.
    pub fn bare() -> Self {
        let place = Place::empty();
        std::fs::write(place.path("automaton.toml"), automaton::config::TEMPLATE).expect("written");
        std::fs::write(place.path("winpneu-views.sql"), VIEWS).expect("written");
        let served = Self::over(place);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let server = sqlserver::Server::new(Settings::new(&served.target()));
            let mut base = server.open_unchecked().await.expect("it answers");
            installer::run(&mut base, "erp", ERP).await.expect("the ERP");
        });
        served
    }

    /// Serves the base of an installation that no other server has.
    pub fn over(place: Place) -> Self {
        let server = Server::start(Options::new(place.path("winpneu.db"))).expect("it starts");
        std::fs::write(place.path("server.pem"), server.certificate_pem()).expect("written");
        let served = Self { server, place };
        served.configure(PATIENT);
        served
    }

    /// Writes `[winpneu]`; a statement may take so many milliseconds.
    pub fn configure(&self, statement_timeout_ms: u32) {
        let path = self.path("automaton.toml");
        let text = std::fs::read_to_string(&path).expect("read");
        let (before, rest) = text.split_once("[winpneu]\n").expect("a section");
        let (_, after) = rest.split_once("\n[").expect("another section");
        let port = self.server.port();
        let section = format!(
            "[winpneu]\nbackend = \"sqlserver\"\nserver = \"127.0.0.1\"\nport = {port}\ndatabase = \"winpneu\"\nuser = \"crm\"\n\
             password = \"secret\"\nca_file = \"server.pem\"\nconnect_timeout_ms = 60000\n\
             statement_timeout_ms = {statement_timeout_ms}\nlock_timeout_ms = 5000\n"
        );
        std::fs::write(&path, format!("{before}{section}\n[{after}")).expect("written");
    }

    /// The server that this installation asks.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// An installation with the same content, and a server of its own.
    pub fn copy(&self) -> Self {
        self.until_left();
        Self::over(self.place.copy())
    }

    /// The installation without its server, to be copied.
    pub fn close(self) -> Place {
        self.until_left();
        self.place
    }

    /// Waits until nobody is logged in: what a killed process had open is rolled back then, its locks are free, and the file is whole.
    pub fn until_left(&self) {
        until("nobody logged in", String::new, || (self.server.sessions() == 0).then_some(()));
    }

    /// The next request of that sort meets this.
    pub fn strike(&self, at: tds_testserver::At, fault: Fault) {
        self.server.plan(vec![Planned { at, fault }]);
    }

    /// What was asked since the list was emptied, as the plan of faults counts it.
    pub fn counted_requests(&self) -> Vec<Request> {
        let mut requests = self.server.requests();
        requests.retain(|request| !matches!(request.kind, RequestKind::Login | RequestKind::Attention));
        requests
    }

    fn target(&self) -> Target {
        Target {
            host: "127.0.0.1".to_owned(),
            instance: None,
            port: Some(self.server.port()),
            database: "winpneu".to_owned(),
            login: Login::Sql { user: "crm".to_owned(), password: "secret".to_owned().into() },
            encryption: Encryption::Checked { ca: Some(self.path("server.pem")) },
            certificate_host: None,
            application_name: "test".to_owned(),
            connect_timeout: Target::CONNECT_TIMEOUT,
            statement_timeout: Target::STATEMENT_TIMEOUT,
            lock_timeout: Target::LOCK_TIMEOUT,
        }
    }
}

/// Whether a whole product is asked for in place of a sample.
pub fn is_full() -> bool {
    std::env::var_os("TOURNEE_FULL").is_some()
}
