//! A real mail server on loopback: aiosmtpd, which answers what a test tells it to.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

/// How long a test waits for what must come; a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(120);

/// How connections are secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    None,
    /// Required: no mail before.
    StartTls,
    Tls,
}

impl Security {
    /// As the configuration spells it, too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::StartTls => "starttls",
            Self::Tls => "tls",
        }
    }
}

/// What becomes of one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// `250`.
    Taken,
    /// This line in answer to MAIL.
    AtMail(&'static str),
    /// This line in answer to RCPT.
    AtRecipient(&'static str),
    /// The connection is cut in answer to RCPT.
    CutAtRecipient,
    /// This line in answer to the content; 421 also hangs up.
    AtContent(&'static str),
    /// The content arrives, and the connection is cut before an answer.
    Cut,
    /// The content arrives, and no answer ever comes.
    Hang,
}

/// Who the server's certificate is for, and who made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// For localhost and 127.0.0.1.
    Localhost,
    /// For some other host.
    AnotherHost,
}

/// What a server does.
#[derive(Debug, Clone)]
pub struct Plan {
    pub security: Security,
    pub certificate: Certificate,
    /// The user and password without which it takes nothing.
    pub login: Option<(&'static str, &'static str)>,
    /// What it answers to one mail after another; afterwards it takes them all.
    pub answers: Vec<Reply>,
    /// A recipient whose mails are answered so, each time.
    pub poison: Option<(&'static str, Reply)>,
    /// A line that somebody in between adds after the answer to STARTTLS, in the clear.
    pub injected: Option<&'static str>,
    /// Instead of talking: one line, or nothing (empty), and then silence.
    pub greeting: Option<&'static str>,
    /// 0: one that the system gives.
    pub port: u16,
}

impl Default for Plan {
    /// In the clear, without a login, taking every mail.
    fn default() -> Self {
        Self {
            security: Security::None,
            certificate: Certificate::Localhost,
            login: None,
            answers: Vec::new(),
            poison: None,
            injected: None,
            greeting: None,
            port: 0,
        }
    }
}

/// A mail whose content arrived.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Received {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    #[serde(deserialize_with = "from_hex")]
    pub content: Vec<u8>,
    /// The subject, as another program's parser reads it.
    pub subject: String,
    /// From, read so.
    pub author: String,
    /// The text, read so.
    pub text: String,
    /// What the server answered; `cut` and `hang` are no answers.
    pub answer: String,
    pub encrypted: bool,
    /// The user of the login.
    pub login: Option<String>,
    /// The same for all mails of one connection.
    pub connection: u16,
}

impl Received {
    /// The value of a header that stands on one line.
    pub fn header(&self, name: &str) -> Option<String> {
        let text = String::from_utf8(self.content.clone()).expect("ASCII");
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let unfolded = head.replace("\r\n ", " ");
        let line = unfolded.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.map(str::to_owned)
    }

    pub fn taken(&self) -> bool {
        self.answer.starts_with("250")
    }
}

fn from_hex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    hex::decode(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

/// A running server; it ends with this value.
pub struct SmtpServer {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
    security: Security,
}

impl SmtpServer {
    pub fn start(plan: &Plan) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let spool = folder.path().join("spool");
        std::fs::create_dir(&spool).expect("made");
        make_certificates(folder.path(), plan.certificate);
        let json = json!({
            "security": plan.security.as_str(),
            "certificate": folder.path().join("server.pem"),
            "key": folder.path().join("server.key"),
            "login": plan.login.map(|(user, password)| [user, password]),
            "answers": plan.answers.iter().map(script).collect::<Vec<_>>(),
            "poison": plan.poison.map(|(recipient, reply)| json!({ "recipient": recipient, "script": script(&reply) })),
            "injected": plan.injected,
            "greeting": plan.greeting,
            "port": plan.port,
            "spool": spool,
        });
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/automaton/mails/server.py");
        let mut command = Command::new(python());
        command.arg(program).arg(json.to_string());
        let words = folder.path().join("words");
        let to_file = std::fs::File::create(&words).expect("created");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(to_file);
        let mut child = command.spawn().expect("the mail server starts");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("piped");
        BufReader::new(out).read_line(&mut line).expect("read");
        let Ok(port) = line.trim().parse() else {
            let words = std::fs::read_to_string(words).unwrap_or_default();
            panic!("the mail server did not come up: {words}");
        };
        Self { child, port, folder, security: plan.security }
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The certificate of the authority that made the server's.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// All mails whose content arrived so far, in that order. A mail is here before its answer is sent.
    pub fn received(&self) -> Vec<Received> {
        let spool = std::fs::read_dir(self.folder.path().join("spool")).expect("listed");
        let mut paths: Vec<PathBuf> = spool.map(|entry| entry.expect("an entry").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
        paths.sort();
        let read = |path: &PathBuf| {
            serde_json::from_slice(&std::fs::read(path).expect("read")).expect("a received mail")
        };
        paths.iter().map(read).collect()
    }

    /// Waits until that many mails have arrived, for a sender that works by itself.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        wait_until(&format!("{count} mails arrive"), || self.received().len() >= count);
        self.received()
    }

    /// The lines of `[mail]` that send here; `more` lines are added (a sender, a user …).
    pub fn mail_section(&self, more: &str) -> String {
        let (port, security) = (self.port, self.security.as_str());
        let ca_file = self.ca_file().display().to_string();
        format!(
            "transport = \"smtp\"\nhost = \"localhost\"\nport = {port}\nsecurity = \"{security}\"\nca_file = '{ca_file}'\n{more}"
        )
    }

    /// Ends it: from now on nobody listens on its port. What it received can still be asked.
    pub fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn script(reply: &Reply) -> Value {
    match reply {
        Reply::Taken => json!({}),
        Reply::AtMail(line) => json!({ "at": "mail", "say": line }),
        Reply::AtRecipient(line) => json!({ "at": "recipient", "say": line }),
        Reply::CutAtRecipient => json!({ "at": "recipient", "say": "cut" }),
        Reply::AtContent(line) => json!({ "at": "content", "say": line }),
        Reply::Cut => json!({ "at": "content", "say": "cut" }),
        Reply::Hang => json!({ "at": "content", "say": "hang" }),
    }
}

/// Looks again and again until it is so.
pub fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An interpreter that has aiosmtpd: the system's own, where its package is; the `python3` of the path may be another one.
fn python() -> &'static str {
    static FOUND: std::sync::OnceLock<&'static str> = std::sync::OnceLock::new();
    FOUND.get_or_init(|| {
        let has_it = |python: &&&str| {
            let mut command = Command::new(python);
            command.args(["-c", "import aiosmtpd.smtp"]).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        ["/usr/bin/python3", "python3", "python"].iter().find(has_it).expect(
            "no Python with aiosmtpd, the mail server of these tests: apt-get install python3-aiosmtpd, or pip install aiosmtpd",
        )
    })
}

/// An authority of this server's own, and a certificate that it made.
fn make_certificates(folder: &std::path::Path, certificate: Certificate) {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let key = || KeyPair::generate().expect("a key");
    let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
    // No two authorities have one name.
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    authority.distinguished_name.push(rcgen::DnType::CommonName, name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = key();
    let ca = authority.self_signed(&authority_key).expect("signed");
    let issuer = Issuer::new(authority, authority_key);
    let names: &[&str] = match certificate {
        Certificate::Localhost => &["localhost", "127.0.0.1"],
        Certificate::AnotherHost => &["mail.elsewhere.example"],
    };
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let server_key = key();
    let server = CertificateParams::new(names).expect("parameters").signed_by(&server_key, &issuer);
    let files = [
        ("ca.pem", ca.pem()),
        ("server.pem", server.expect("signed").pem()),
        ("server.key", server_key.serialize_pem()),
    ];
    for (name, pem) in files {
        std::fs::write(folder.join(name), pem).expect("written");
    }
}
