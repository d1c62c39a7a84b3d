//! The server: its port, its sessions, and what tests may ask of it.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::plan::{Fault, Plan, Planned, RequestKind};
use crate::session;
use crate::sql::locks::Locks;
use crate::wire::tls::Identity;

/// What a server serves, and to whom.
#[derive(Debug, Clone)]
pub struct Options {
    /// The SQLite file.
    pub base: PathBuf,
    /// The database's name.
    pub database: String,
    /// The only SQL login.
    pub user: String,
    /// Its password.
    pub password: String,
    /// Whether transactions may be of level SNAPSHOT.
    pub snapshot_isolation: bool,
    /// What `sys.databases` says; reads are the same either way.
    pub read_committed_snapshot: bool,
}

impl Options {
    /// Database `winpneu`, login `crm` with password `secret`, snapshot isolation allowed.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self {
            base: base.into(),
            database: "winpneu".to_owned(),
            user: "crm".to_owned(),
            password: "secret".to_owned(),
            snapshot_isolation: true,
            read_committed_snapshot: false,
        }
    }
}

/// Something that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The number of the session, as `@@SPID` tells it.
    pub session: u64,
    /// What kind of request it is.
    pub kind: RequestKind,
    /// The SQL; of a login the application's name.
    pub text: String,
    /// Types of the parameters, as SQL Server spells them.
    pub parameters: Vec<String>,
}

/// What all sessions share.
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) identity: Identity,
    pub(crate) locks: Mutex<Locks>,
    /// The number of the last transaction.
    pub(crate) transactions: AtomicU64,
    /// A session panicked.
    has_panicked: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    sessions: HashMap<u64, Peer>,
    last_session: u64,
    plan: Plan,
    requests: Vec<Request>,
}

/// A session, seen from outside.
struct Peer {
    socket: TcpStream,
    thread: JoinHandle<()>,
    is_logged_in: bool,
    leaving: Arc<AtomicBool>,
}

/// The guarded value, whatever happened to another thread that held it.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Notes a request, and says what fault strikes it.
    pub(crate) fn arrived(&self, request: Request) -> Option<Fault> {
        let mut state = locked(&self.state);
        let fault = state.plan.strike(request.kind, &request.text);
        state.requests.push(request);
        fault
    }

    pub(crate) fn logged_in(&self, session: u64) {
        if let Some(peer) = locked(&self.state).sessions.get_mut(&session) {
            peer.is_logged_in = true;
        }
    }

    /// Starts the thread of a new connection.
    fn welcome(self: &Arc<Self>, socket: TcpStream) -> io::Result<()> {
        socket.set_nodelay(true)?;
        let outside = socket.try_clone()?;
        let leaving = Arc::new(AtomicBool::new(false));
        // The thread takes itself out of the list, which it can do only when it stands there.
        let mut state = locked(&self.state);
        // As on SQL Server, where the first 50 are the system's own.
        state.last_session = state.last_session.max(50) + 1;
        let number = state.last_session;
        let (shared, is_leaving) = (Arc::clone(self), Arc::clone(&leaving));
        let thread = std::thread::Builder::new().name(format!("tds-session-{number}")).spawn(move || {
            let session = Session { shared, number };
            session::serve(&session.shared, number, socket, is_leaving);
        })?;
        state.sessions.insert(number, Peer { socket: outside, thread, is_logged_in: false, leaving });
        Ok(())
    }

    /// Cuts all connections and waits for their ends.
    fn part(&self) {
        let peers: Vec<Peer> = locked(&self.state).sessions.drain().map(|(_, peer)| peer).collect();
        for peer in &peers {
            peer.leaving.store(true, Ordering::SeqCst);
            // One that is cut already is fine.
            let _ = peer.socket.shutdown(Shutdown::Both);
        }
        for peer in peers {
            // A panic is noted by the session itself.
            let _ = peer.thread.join();
        }
    }
}

/// A session in its own thread; its end, even by a panic, is seen by the client and noted.
struct Session {
    shared: Arc<Shared>,
    number: u64,
}

impl Drop for Session {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.shared.has_panicked.store(true, Ordering::SeqCst);
        }
        locked(&self.shared.locks).free(self.number);
        if let Some(peer) = locked(&self.shared.state).sessions.remove(&self.number) {
            // The client may have gone before.
            let _ = peer.socket.shutdown(Shutdown::Both);
        }
    }
}

/// A running server. Dropping it ends every connection and waits for its threads.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    door: Mutex<Option<Door>>,
}

/// The thread that accepts connections.
struct Door {
    thread: JoinHandle<()>,
    closing: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server on a port of 127.0.0.1 that the system gives.
    ///
    /// # Errors
    /// When the port, the certificate or a thread cannot be had.
    pub fn start(options: Options) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            options,
            identity: Identity::new()?,
            locks: Mutex::default(),
            transactions: AtomicU64::new(0),
            has_panicked: AtomicBool::new(false),
            state: Mutex::default(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let door = Mutex::new(Some(Door::open(listener, &shared)?));
        Ok(Self { shared, address, door })
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The self-signed certificate, for `localhost` and 127.0.0.1, that a client may trust.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.shared.identity.certificate_pem
    }

    /// Sets the plan of faults, in place of the one before.
    pub fn plan(&self, faults: Vec<Planned>) {
        locked(&self.shared.state).plan = Plan::new(faults);
    }

    /// How many entries of the plan have struck.
    #[must_use]
    pub fn struck(&self) -> usize {
        locked(&self.shared.state).plan.struck()
    }

    /// All that arrived since the start or the last [`Server::forget`].
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        locked(&self.shared.state).requests.clone()
    }

    /// Empties the list of requests.
    pub fn forget(&self) {
        locked(&self.shared.state).requests.clear();
    }

    /// How many sessions are logged in.
    #[must_use]
    pub fn sessions(&self) -> usize {
        locked(&self.shared.state).sessions.values().filter(|peer| peer.is_logged_in).count()
    }

    /// As if switched off: the port refuses, living connections are cut, and what was open is rolled back when this returns.
    pub fn go_away(&self) {
        if let Some(door) = locked(&self.door).take() {
            door.close(self.address);
        }
        self.shared.part();
    }

    /// Opens the same port again. A passing connection of another program may have it for its own end: that is waited for.
    ///
    /// # Errors
    /// When another program keeps the port.
    pub fn come_back(&self) -> io::Result<()> {
        let mut door = locked(&self.door);
        let deadline = Instant::now() + Duration::from_secs(20);
        while door.is_none() {
            match TcpListener::bind(self.address) {
                Ok(listener) => *door = Some(Door::open(listener, &self.shared)?),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.go_away();
        // A defect of the server must not pass for a fault that the test asked for.
        if self.shared.has_panicked.load(Ordering::SeqCst) && !std::thread::panicking() {
            std::panic::resume_unwind(Box::new("a session of the test server panicked"));
        }
    }
}

impl Door {
    fn open(listener: TcpListener, shared: &Arc<Shared>) -> io::Result<Self> {
        let closing = Arc::new(AtomicBool::new(false));
        let (shared, is_closing) = (Arc::clone(shared), Arc::clone(&closing));
        let thread = std::thread::Builder::new().name("tds-door".to_owned()).spawn(move || {
            for socket in listener.incoming() {
                if is_closing.load(Ordering::SeqCst) {
                    return;
                }
                // A connection that cannot be served is dropped, which the client sees.
                let _ = socket.and_then(|socket| shared.welcome(socket));
            }
        })?;
        Ok(Self { thread, closing })
    }

    fn close(self, address: SocketAddr) {
        self.closing.store(true, Ordering::SeqCst);
        // Accepting has no end but a connection. If none can be made, the thread ended before.
        let _ = TcpStream::connect(address);
        let _ = self.thread.join();
    }
}
