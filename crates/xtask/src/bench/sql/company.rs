//! An installation over the test server: an ERP as the tests have it, the CRM installed in it by the automaton itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use exchange_schema::ExchangeFile;
use serde::Deserialize;
use tds_testserver::{Options, Request, Server};
use tokio::runtime::{Builder, Runtime};
use winpneu::sqlserver::{self, Encryption, Login, Settings, Target, installer};
use winpneu::{Connection, seeding};

use super::files::CUSTOMER;
use crate::process;

/// The ERP of the contract tests: its tables, and the views of an installation that adapted them.
const ERP: &str = "crates/winpneu/tests/erp/sqlserver.sql";
const VIEWS: &str = "crates/winpneu/tests/erp/views.sql";

const USERS: &str = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable\n\
    SIEGE\\jdupont;JD;JD01;j.dupont@pneus.example;Jérôme Dupont;0;0\n";
const ACCOUNTANTS: &str = "compta@pneus.example";

/// A test server with an ERP on it.
pub struct Erp {
    /// The server.
    pub server: Server,
    /// How it is reached.
    pub sessions: sqlserver::Server,
    /// What waits for answers.
    pub runtime: Runtime,
}

impl Erp {
    /// Starts a server on a fresh file in `folder`, and makes the ERP's tables through the driver.
    pub fn start(root: &Path, folder: &Path) -> Result<Self> {
        let server = Server::start(Options::new(folder.join("served.db")))?;
        fs::write(folder.join("server.pem"), server.certificate_pem())?;
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let sessions = sqlserver::Server::new(Settings::new(&target(&server, folder)));
        let erp = Self { server, sessions, runtime };
        let script = read(root, ERP)?;
        erp.runtime.block_on(async {
            let mut base = erp.sessions.open_unchecked().await?;
            installer::run(&mut base, "erp", &script).await
        })?;
        Ok(erp)
    }

    /// Installs the CRM without an automaton.
    pub fn install(&self, root: &Path) -> Result<Connection> {
        let views = read(root, VIEWS)?;
        self.runtime.block_on(async {
            let mut base = self.sessions.open_unchecked().await?;
            installer::migrate(&mut base, &views, chrono::Utc::now()).await?;
            Ok(base)
        })
    }
}

fn read(root: &Path, name: &str) -> Result<String> {
    fs::read_to_string(root.join(name)).with_context(|| name.to_owned())
}

/// By TLS, with the certificate checked.
fn target(server: &Server, folder: &Path) -> Target {
    Target {
        host: "localhost".to_owned(),
        instance: None,
        port: Some(server.port()),
        database: "winpneu".to_owned(),
        login: Login::Sql { user: "crm".to_owned(), password: "secret".to_owned().into() },
        encryption: Encryption::Checked { ca: Some(folder.join("server.pem")) },
        certificate_host: None,
        application_name: Target::APPLICATION_NAME.to_owned(),
        connect_timeout: Target::CONNECT_TIMEOUT,
        statement_timeout: Target::STATEMENT_TIMEOUT,
        lock_timeout: Target::LOCK_TIMEOUT,
    }
}

/// The automaton's configuration; the same as [`target`].
fn configuration(port: u16) -> String {
    format!(
        "[winpneu]\nbackend = \"sqlserver\"\nserver = \"localhost,{port}\"\ndatabase = \"winpneu\"\nuser = \"crm\"\n\
         password = \"secret\"\nca_file = \"server.pem\"\n\n\
         [folders]\ninbox = \"inbox\"\nbases = \"bases\"\narchive = \"archive\"\nquarantine = \"quarantine\"\n"
    )
}

/// A company whose base is on the server.
pub struct Company {
    erp: Erp,
    program: PathBuf,
    folder: PathBuf,
}

impl Company {
    /// Makes it in `folder`, which is emptied first.
    pub fn found(program: PathBuf, root: &Path, folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let company = Self { erp: Erp::start(root, folder)?, program, folder: folder.to_path_buf() };
        fs::write(folder.join("automaton.toml"), configuration(company.erp.server.port()))?;
        fs::write(folder.join(installer::VIEWS_FILE), read(root, VIEWS)?)?;
        fs::write(folder.join("users.csv"), USERS)?;
        process::run_quietly(company.automaton().arg("init"))?;
        process::run_quietly(company.automaton().args(["users", "import"]).arg(folder.join("users.csv")))?;
        for parameter in ["courriels_creation", "courriels_modification"] {
            process::run_quietly(company.automaton().args(["params", "set", parameter, ACCOUNTANTS]))?;
        }
        company.erp.runtime.block_on(async {
            let mut base = company.erp.sessions.open().await?;
            let mut tx = base.begin().await?;
            seeding::customer(&mut tx, CUSTOMER, &domain::Sheet::new()).await?;
            tx.commit().await
        })?;
        Ok(company)
    }

    /// One pass over these files and no others; answers what the server was asked meanwhile.
    pub fn pass(&self, files: &[ExchangeFile]) -> Result<Vec<Request>> {
        let inbox = self.folder.join("inbox");
        fs::remove_dir_all(&inbox)?;
        fs::create_dir_all(&inbox)?;
        for file in files {
            let place = inbox.join(file.author().as_str()).join(file.device().as_uuid().to_string());
            fs::create_dir_all(&place)?;
            fs::write(place.join(file.file_name().as_str()), file.to_json()?)?;
        }
        self.erp.server.forget();
        let output = self.automaton().args(["--json", "integrate"]).output()?;
        let requests = self.erp.server.requests();
        let told = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "integrate failed: {told}{errors}");
        let counts: Counts = serde_json::from_str(&told)?;
        ensure!(counts.integrated == files.len(), "not all were integrated: {told}");
        Ok(requests)
    }

    fn automaton(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--config").arg(self.folder.join("automaton.toml"));
        command
    }
}

/// What is read of `integrate --json`.
#[derive(Deserialize)]
struct Counts {
    integrated: usize,
}
