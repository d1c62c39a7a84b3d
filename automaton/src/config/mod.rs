//! `automaton.toml`, the operator's file: database, folders, schedules, mail, logs, listen address.
//!
//! Read strictly: an unknown key is an error that names its line. Relative paths start at the file's own folder. Business parameters
//! are not here; they live in the base (`automaton params`).

mod mail;
mod oddities;
mod place;
mod sql_server;
mod template;
mod unread;
mod values;
mod winpneu_table;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::daemon::schedule::Schedule;
use crate::failure::Failure;

pub use mail::{MailConfig, MailSecurity, MailSender, MailTransport};
pub use place::{Door, Place};
pub use sql_server::{LoginConfig, SqlServerConfig};
pub use template::TEMPLATE;

/// The whole configuration, with absolute paths.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The zone of the company's days and schedules.
    #[serde(default = "default_timezone", deserialize_with = "values::zone")]
    pub timezone: chrono_tz::Tz,
    /// The ERP base.
    #[serde(deserialize_with = "winpneu_table::read")]
    pub winpneu: WinpneuConfig,
    /// The folders.
    pub folders: FoldersConfig,
    /// When things are done.
    #[serde(default)]
    pub schedule: ScheduleConfig,
    /// How mails leave.
    #[serde(default)]
    pub mail: MailConfig,
    /// Log files.
    #[serde(default)]
    pub logs: LogsConfig,
    /// The back office.
    #[serde(default)]
    pub web: WebConfig,
    /// What is archived by itself.
    #[serde(default)]
    pub retention: RetentionConfig,
}

/// `[winpneu]`: where the ERP base is.
#[derive(Clone)]
pub enum WinpneuConfig {
    /// One SQLite file.
    Embedded {
        /// The file.
        path: PathBuf,
    },
    /// A SQL Server.
    SqlServer(Box<SqlServerConfig>),
}

/// Where a password is; never shown.
#[derive(Clone)]
pub enum Password {
    /// In the configuration itself; the other two are better places.
    Here(String),
    /// In an environment variable.
    Environment(String),
    /// In a file.
    File(PathBuf),
}

impl std::fmt::Debug for WinpneuConfig {
    /// Never shows a password.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Embedded { path } => write!(formatter, "embedded {}", path.display()),
            Self::SqlServer(server) => write!(formatter, "sqlserver {}/{}", server.place, server.database),
        }
    }
}

/// `[folders]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoldersConfig {
    /// Where the laptops' files arrive; the automaton only reads here.
    pub inbox: PathBuf,
    /// Where the bases and receipts are published.
    pub bases: PathBuf,
    /// Copies of integrated files.
    pub archive: PathBuf,
    /// Copies of refused files.
    pub quarantine: PathBuf,
    /// Where the bases are built before they are published; room for twice the largest base, in no synced folder.
    #[serde(default = "default_work")]
    pub work: PathBuf,
}

/// `[schedule]`. Cron expressions have five fields in local time; empty means off.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScheduleConfig {
    /// When the inbox is looked at besides the folder watch.
    pub integrate: String,
    /// When the bases are rebuilt.
    pub rebuild: String,
    /// Whether they are also rebuilt after an integration.
    pub rebuild_after_integration: bool,
    /// Least minutes between two such rebuilds.
    pub rebuild_min_minutes: u32,
    /// A file that cannot be parsed is refused when two looks this many seconds apart see the same.
    pub settle_seconds: u32,
    /// A file that waits for something longer than this many hours is refused.
    pub defer_hours: u32,
    /// Base, disk or a folder away for longer than this many seconds: the error addresses get one alert.
    pub alert_after_seconds: u32,
}

impl Default for ScheduleConfig {
    fn default() -> Self {
        Self {
            integrate: "* * * * *".to_owned(),
            rebuild: "30 2 * * *".to_owned(),
            rebuild_after_integration: false,
            rebuild_min_minutes: 30,
            settle_seconds: 10,
            defer_hours: 72,
            alert_after_seconds: 60,
        }
    }
}

/// `[logs]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogsConfig {
    /// Folder of the log files.
    pub folder: PathBuf,
    /// How many days they are kept.
    pub keep_days: u32,
    /// `error`, `warn`, `info`, `debug` or `trace`.
    pub level: LogLevel,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say all")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Default for LogsConfig {
    fn default() -> Self {
        Self { folder: PathBuf::from("logs"), keep_days: 30, level: LogLevel::Info }
    }
}

/// `[web]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebConfig {
    /// Address and port of the back office.
    #[serde(deserialize_with = "values::address")]
    pub listen: std::net::SocketAddr,
    /// How browsers reach it; mails carry links that begin so.
    pub public_url: String,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self { listen: ([127, 0, 0, 1], 8787).into(), public_url: "http://127.0.0.1:8787".to_owned() }
    }
}

/// `[retention]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetentionConfig {
    /// `client_relation` rows older than this get `c_archive = 'O'`; 0 is off.
    pub archive_relations_after_days: u32,
}

fn default_work() -> PathBuf {
    PathBuf::from("work")
}

const fn default_timezone() -> chrono_tz::Tz {
    chrono_tz::Europe::Paris
}

impl Config {
    /// Reads and checks the file of `path`.
    ///
    /// # Errors
    /// [`Failure::Usage`] with the line and what to mend.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let text =
            std::fs::read_to_string(path).map_err(|error| Failure::Usage(unread::told(path, &error)))?;
        let folder = std::path::absolute(path)
            .ok()
            .and_then(|path| path.parent().map(Path::to_path_buf))
            .unwrap_or_default();
        Self::parse(&text, &folder)
            .map_err(|problem| Failure::Usage(format!("{}: {problem}", path.display())))
    }

    /// Reads and checks a text; relative paths start at `folder`.
    ///
    /// # Errors
    /// The line and what is wrong there.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        let mut config: Self = toml::from_str(text).map_err(|error| problem(text, &error))?;
        config.check()?;
        match &mut config.winpneu {
            WinpneuConfig::Embedded { path } => *path = folder.join(&*path),
            WinpneuConfig::SqlServer(server) => {
                for path in server.paths() {
                    *path = folder.join(&*path);
                }
            }
        }
        for path in [&mut config.mail.password_file, &mut config.mail.ca_file].into_iter().flatten() {
            *path = folder.join(&*path);
        }
        let FoldersConfig { inbox, bases, archive, quarantine, work } = &mut config.folders;
        for path in [inbox, bases, archive, quarantine, work, &mut config.logs.folder, &mut config.mail.path]
        {
            *path = folder.join(&*path);
        }
        Ok(config)
    }

    fn check(&self) -> Result<(), String> {
        self.mail.check()?;
        for (key, expression) in
            [("schedule.integrate", &self.schedule.integrate), ("schedule.rebuild", &self.schedule.rebuild)]
        {
            Schedule::parse(expression, self.timezone)
                .map_err(|problem| format!("{key} = {expression:?} {problem}"))?;
        }
        let url = &self.web.public_url;
        if !(url.starts_with("http://") || url.starts_with("https://")) {
            return Err(format!("web.public_url = {url:?} must begin with http:// or https://"));
        }
        let folders = &self.folders;
        let named = [
            ("inbox", &folders.inbox),
            ("bases", &folders.bases),
            ("archive", &folders.archive),
            ("quarantine", &folders.quarantine),
            ("work", &folders.work),
        ];
        for (i, (name, path)) in named.iter().enumerate() {
            if path.as_os_str().is_empty() {
                return Err(format!("folders.{name} is empty: write a path"));
            }
            if let Some((other, _)) =
                named[..i].iter().find(|(_, earlier)| earlier.starts_with(path) || path.starts_with(earlier))
            {
                return Err(format!(
                    "folders.{name} and folders.{other} lie in one another: each needs its own"
                ));
            }
        }
        Ok(())
    }
}

/// Line and words of an error, without the line's text: it may hold a password.
fn problem(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else { return error.message().to_owned() };
    let before = text.get(..span.start).unwrap_or(text);
    let number = before.matches('\n').count() + 1;
    let secret = text.lines().nth(number - 1).is_some_and(|line| line.to_lowercase().contains("pass"));
    let message = if secret && !error.message().contains("unknown field") {
        "this value cannot be read: write a text in double quotes"
    } else {
        error.message()
    };
    format!("line {number}: {message}")
}

#[cfg(test)]
mod server_tests;

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("/srv/tournee"))
    }

    #[test]
    fn the_template_is_a_valid_configuration_with_the_defaults() {
        let config = parse(TEMPLATE).expect("the template parses");
        let schedule = ScheduleConfig::default();
        assert_eq!(config.schedule.integrate, schedule.integrate);
        assert_eq!(config.schedule.rebuild, schedule.rebuild);
        assert_eq!(config.schedule.settle_seconds, schedule.settle_seconds);
        assert_eq!(config.schedule.defer_hours, schedule.defer_hours);
        assert_eq!(config.folders.inbox, Path::new("/srv/tournee/inbox"));
        assert_eq!(config.timezone, chrono_tz::Europe::Paris);
    }

    #[test]
    fn an_unknown_key_names_its_line() {
        let text = TEMPLATE.replace("[folders]", "[folders]\ninbx = \"x\"");
        let line = text.lines().position(|line| line.starts_with("inbx")).expect("it is there") + 1;
        let problem = parse(&text).expect_err("refused");
        assert!(problem.contains(&format!("line {line}")) && problem.contains("inbx"), "{problem}");
    }

    #[test]
    fn mails_leave_as_files_or_by_smtp() {
        let with = |mail: &str| parse(&TEMPLATE.replace("transport = \"file\"\npath = \"mail\"", mail));
        let smtp = "transport = \"smtp\"\nhost = \"mail.example\"\nsender = \"crm@pneus.example\"";
        let login = "port = 587\nsecurity = \"starttls\"\nuser = \"crm\"\npassword_env = \"MAIL_PASSWORD\"";
        let mail = with(&format!("{smtp}\n{login}")).expect("valid").mail;
        assert_eq!(
            (mail.transport, mail.port, mail.security),
            (MailTransport::Smtp, Some(587), Some(MailSecurity::StartTls))
        );
        assert!(matches!(mail.password(), Some(Password::Environment(name)) if name == "MAIL_PASSWORD"));
        let clear = "user = \"crm\"\npassword = \"hush\"\nsecurity = \"none\"";
        for host in ["localhost", "127.0.0.1", "::1"] {
            let mail = with(&format!("transport = \"smtp\"\nhost = {host:?}\n{clear}")).expect("valid").mail;
            assert!(!format!("{mail:?}").contains("hush"));
        }
        for (mail, word) in [
            ("transport = \"smtp\"".to_owned(), "host"),
            ("transport = \"smtp\"\nhost = \" \"".to_owned(), "host"),
            (format!("{smtp}\nuser = \"crm\""), "password"),
            (format!("{smtp}\nuser = \"crm\"\npassword = \"hush\"\npassword_env = \"P\""), "one of"),
            (format!("{smtp}\npassword = \"hush\""), "mail.user"),
            (format!("{smtp}\n{clear}"), "in the clear"),
            (format!("{smtp}\nsecurity = \"ssl3\""), "ssl3"),
            (format!("{smtp}\nport = 0"), "port"),
            (format!("{smtp}\ntimeout_seconds = 0"), "timeout_seconds"),
            (format!("{smtp}\nfrom_domains = [\"pneus.example\", \"@x\"]"), "@x"),
            ("transport = \"file\"\nhost = \"x\"".to_owned(), "mail.host belongs"),
            ("transport = \"file\"\nport = 25".to_owned(), "mail.port belongs"),
            ("security = \"starttls\"".to_owned(), "mail.security belongs"),
            ("user = \"crm\"\npassword = \"hush\"".to_owned(), "mail.user belongs"),
            ("password = \"hush\"".to_owned(), "mail.password belongs"),
            ("password_env = \"P\"".to_owned(), "mail.password_env belongs"),
            ("password_file = \"p\"".to_owned(), "mail.password_file belongs"),
            ("ca_file = \"ca.pem\"".to_owned(), "mail.ca_file belongs"),
            ("timeout_seconds = 30".to_owned(), "mail.timeout_seconds belongs"),
        ] {
            let problem = with(&mail).expect_err(&mail);
            assert!(problem.contains(word) && !problem.contains("hush"), "{mail}: {problem}");
        }
    }

    #[test]
    fn the_service_writes_under_an_address_with_or_without_a_name() {
        let sender = |text: &str| MailSender::try_from(text.to_owned());
        for (text, name) in [
            ("crm@pneus.example", None),
            (" <crm@pneus.example> ", None),
            ("Tournée <crm@pneus.example>", Some("Tournée")),
            ("\"Tournée, CRM\" <crm@pneus.example>", Some("Tournée, CRM")),
            ("Tour\r\nBcc: x <crm@pneus.example>", Some("Tour Bcc: x")),
        ] {
            let sender = sender(text).expect(text);
            assert_eq!(sender.address.as_str(), "crm@pneus.example", "{text}");
            assert_eq!(sender.name.as_ref().map(crate::mail::OneLine::as_str), name, "{text}");
            let again = MailSender::try_from(sender.to_string()).expect("as it shows itself");
            assert_eq!(again, sender);
        }
        for wrong in
            ["", "Tournée", "Tournée crm@pneus.example", "<crm@pneus.example", "a@b.fr, c@d.fr", "T <>"]
        {
            assert!(sender(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn bad_values_say_what_to_write() {
        for (from, to, word) in [
            ("\"* * * * *\"", "\"every minute\"", "five"),
            ("\"* * * * *\"", "\"61 * * * *\"", "schedule.integrate"),
            (
                "\"Europe/Paris\"",
                "\"Paris\"",
                "\"Paris\" is no time zone; write one such as \"Europe/Paris\"",
            ),
            ("\"Europe/Paris\"", "\"Europe/Lutece\"", "line"),
            (
                "\"127.0.0.1:8787\"",
                "\"127.0.0.1\"",
                "no address with a port; write one such as \"127.0.0.1:8787\"",
            ),
            ("\"bases\"", "\"inbox\"", "each needs its own"),
            ("\"http://", "\"ftp://", "public_url"),
        ] {
            let text = TEMPLATE.replacen(from, to, 1);
            assert_ne!(text, TEMPLATE, "{from} stands in the template");
            let problem = parse(&text).expect_err(to);
            assert!(problem.contains(word), "{to}: {problem}");
        }
    }
}
