//! A base in a temporary folder, a server on it, and clients of it.

use tds_testserver::{Options, Server};
use tiberius::{AuthMethod, Client, ColumnData, Config, EncryptionLevel, IntoSql, Query, Row};
use tokio::net::TcpStream;
use tokio_util::compat::{Compat, TokioAsyncWriteCompatExt};

/// A connected client.
pub(crate) type Conn = Client<Compat<TcpStream>>;

/// Tables such as the driver meets.
const TABLES: &str = "
    CREATE TABLE client (
        c_client char(30) NOT NULL PRIMARY KEY,
        nom_client char(35),
        nb_jour_1 int,
        date_creation_ste datetime
    );
    CREATE TABLE crm_fichier (
        nom nvarchar(320) NOT NULL PRIMARY KEY,
        auteur varchar(32),
        detail nvarchar(2147483647),
        seq bigint,
        actif bit,
        jour date,
        octets varbinary(100),
        recu_le datetime,
        etat varchar(8) NOT NULL DEFAULT 'attente' CHECK (etat IN ('attente', 'integre')),
        parent nvarchar(320) REFERENCES crm_fichier (nom)
    );
    CREATE UNIQUE INDEX crm_fichier_seq ON crm_fichier (seq);
";

/// The folder, with the server that serves its base.
pub(crate) struct Place {
    pub(crate) server: Server,
    pub(crate) folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("winpneu.db");
        rusqlite::Connection::open(&path).and_then(|base| base.execute_batch(TABLES)).expect("tables");
        let mut options = Options::new(path);
        change(&mut options);
        Self { server: Server::start(options).expect("a server"), folder }
    }

    pub(crate) fn config(&self) -> Config {
        let mut config = Config::new();
        config.host("localhost");
        config.port(self.server.port());
        config.database("winpneu");
        config.authentication(AuthMethod::sql_server("crm", "secret"));
        config.encryption(EncryptionLevel::NotSupported);
        config
    }

    /// A client in the clear, which is the quickest.
    pub(crate) async fn client(&self) -> Conn {
        connect(self.config()).await.expect("a connection")
    }

    /// The base itself, beside the server.
    pub(crate) fn base(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("winpneu.db")).expect("the base")
    }
}

pub(crate) async fn connect(config: Config) -> tiberius::Result<Conn> {
    let socket = TcpStream::connect(("127.0.0.1", port(&config))).await?;
    socket.set_nodelay(true)?;
    Client::connect(config, socket.compat_write()).await
}

fn port(config: &Config) -> u16 {
    config.get_addr().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
}

/// The number of a server's error.
pub(crate) fn number<T: std::fmt::Debug>(answer: tiberius::Result<T>) -> u32 {
    match answer {
        Err(tiberius::error::Error::Server(error)) => error.code(),
        other => panic!("no error of the server: {other:?}"),
    }
}

/// The first column of the only row, as a number.
pub(crate) async fn one(client: &mut Conn, sql: &str) -> i64 {
    let row = client.simple_query(sql).await.expect(sql).into_row().await.expect(sql).expect("a row");
    row.try_get::<i64, _>(0).ok().flatten().or_else(|| row.get::<i32, _>(0).map(i64::from)).expect("a number")
}

impl Place {
    /// Waits until the server looks as it should.
    pub(crate) async fn until(&self, is_so: impl Fn(&Server) -> bool) {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while !is_so(&self.server) {
            assert!(std::time::Instant::now() < deadline, "it did not come to that in a minute");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}

/// Sends a statement with parameters of any type; the rows of its first result.
pub(crate) async fn ask(
    client: &mut Conn,
    sql: &str,
    parameters: Vec<ColumnData<'static>>,
) -> tiberius::Result<Vec<Row>> {
    let mut query = Query::new(sql);
    for parameter in parameters {
        query.bind(Given(parameter));
    }
    query.query(client).await?.into_first_result().await
}

/// What was made to be sent.
struct Given(ColumnData<'static>);

impl<'a> IntoSql<'a> for Given {
    fn into_sql(self) -> ColumnData<'a> {
        self.0
    }
}

/// A text, as it is sent.
pub(crate) fn text(value: impl Into<String>) -> ColumnData<'static> {
    ColumnData::String(Some(value.into().into()))
}
