//! The command line (a contract: `docs/operations` and scripts rely on it).

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The headless server of Tournée.
#[derive(Debug, Parser)]
#[command(name = "automaton", version, about)]
pub struct Arguments {
    /// The configuration file.
    #[arg(long, global = true, default_value = "automaton.toml")]
    pub config: PathBuf,
    /// Print one JSON document on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create or migrate the database, the folders and a commented automaton.toml.
    Init(InitArguments),
    /// The daemon: folder watch, schedule, mails, /health; until SIGTERM.
    Run,
    /// Integrate what lies in the inbox: one pass.
    Integrate(IntegrateArguments),
    /// Build and publish the offline bases now.
    Rebuild(RebuildArguments),
    /// What is pending, last runs, ages.
    Status,
    /// Check configuration, folders, disk, base, mail server, clock and schedule, and say what to mend.
    Doctor,
    /// Refused files.
    #[command(subcommand)]
    Quarantine(QuarantineCommand),
    /// Customers that reps ask for.
    #[command(subcommand)]
    Creations(CreationsCommand),
    /// The mails.
    #[command(subcommand)]
    Mail(MailCommand),
    /// The correspondence table of users.
    #[command(subcommand)]
    Users(UsersCommand),
    /// The business parameters.
    #[command(subcommand)]
    Params(ParamsCommand),
    /// The configuration file.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// A complete lifelike installation in an empty folder: an invented company, forty files, bases and mails.
    Demo(DemoArguments),
}

/// `init`.
#[derive(Debug, Default, Args)]
pub struct InitArguments {
    /// Change nothing: print a script for the DBA. Needs no server.
    #[arg(long, value_name = "SCRIPT", num_args = 0..=1, default_missing_value = "schema", conflicts_with = "check")]
    pub print: Option<Script>,
    /// Change nothing: say what is missing.
    #[arg(long)]
    pub check: bool,
}

/// What `init --print` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Script {
    /// Tables, column and views: what `init` does.
    Schema,
    /// The views alone: winpneu-views.sql, or its template.
    Views,
    /// A login with the rights that the automaton needs.
    Login,
    /// Takes everything out of the database again.
    Uninstall,
}

/// `integrate`.
#[derive(Debug, Args)]
pub struct IntegrateArguments {
    /// First integrate archived files that the registry lacks: after the base was restored from a backup.
    #[arg(long)]
    pub from_archive: bool,
}

/// `rebuild`.
#[derive(Debug, Args)]
pub struct RebuildArguments {
    /// Only this user's own base, by user folder.
    #[arg(long)]
    pub user: Option<String>,
    /// How long to wait while another automaton is at work: a pass may have begun in the same minute.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub wait: u32,
}

/// `quarantine`.
#[derive(Debug, Subcommand)]
pub enum QuarantineCommand {
    /// List the refused files that nobody discarded or corrected, the latest first.
    List,
    /// Show why a file was refused, and what is in it.
    Show {
        /// Its name, as listed.
        name: String,
    },
    /// Judge a refused file again, once what it lacked is there.
    Retry {
        /// Its name, as listed.
        name: String,
    },
    /// Take a refused file off the list and out of the quarantine folder.
    Discard {
        /// Its name, as listed.
        name: String,
    },
}

/// `creations`.
#[derive(Debug, Subcommand)]
pub enum CreationsCommand {
    /// List the pending ones, oldest first.
    List {
        /// The decided ones too.
        #[arg(long)]
        all: bool,
    },
    /// Show one with all its fields.
    Show {
        /// Its id, as listed.
        #[arg(value_parser = creation)]
        id: uuid::Uuid,
    },
    /// Make the customer.
    Validate(ValidateArguments),
    /// Refuse it; the rep reads why.
    Refuse {
        /// Its id, as listed.
        #[arg(value_parser = creation)]
        id: uuid::Uuid,
        /// Why: the words for the rep.
        #[arg(required = true)]
        reason: Vec<String>,
        /// The accountant, by user folder; without one the operator decides.
        #[arg(long)]
        by: Option<String>,
    },
}

/// `creations validate`.
#[derive(Debug, Args)]
pub struct ValidateArguments {
    /// Its id, as listed.
    #[arg(value_parser = creation)]
    pub id: uuid::Uuid,
    /// The customer's code; without one the next free one is taken.
    #[arg(long)]
    pub code: Option<String>,
    /// A field to replace or complete, COLUMN=VALUE (columns of annex 2); may be repeated.
    #[arg(long, value_name = "COLUMN=VALUE")]
    pub set: Vec<String>,
    /// The accountant, by user folder; the mail to the rep comes from him. Without one the operator decides.
    #[arg(long)]
    pub by: Option<String>,
}

/// `users`.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// List the users.
    List,
    /// Add one user.
    Add(Box<UserArguments>),
    /// Forbid a user to send files; nothing is deleted.
    Disable {
        /// The user's folder, or the Windows user.
        user: String,
    },
    /// Add or change the users of a CSV file: all of them, or none when a line is wrong.
    Import {
        /// CSV with a header: utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable;actif
        file: PathBuf,
    },
}

/// `users add`.
#[derive(Debug, Args)]
pub struct UserArguments {
    /// Windows user, with or without its domain.
    pub windows_user: String,
    /// ERP user code, up to 4 characters.
    #[arg(long)]
    pub c_user: Option<String>,
    /// ERP sales-rep code, up to 4 characters.
    #[arg(long)]
    pub c_rep: Option<String>,
    /// Mail address.
    #[arg(long)]
    pub email: Option<String>,
    /// Shown name.
    #[arg(long)]
    pub name: Option<String>,
    /// Sees and does everything.
    #[arg(long)]
    pub admin: bool,
    /// Validates customer creations.
    #[arg(long)]
    pub accountant: bool,
}

/// `params`.
#[derive(Debug, Subcommand)]
pub enum ParamsCommand {
    /// Show one parameter, or all.
    Get {
        /// Its name.
        name: Option<String>,
    },
    /// Set one parameter.
    Set {
        /// Its name.
        name: String,
        /// JSON, or plain text; a list may be written a,b,c.
        value: String,
    },
    /// Write all parameters as JSON, to a file or to standard output.
    Export {
        /// The file.
        file: Option<PathBuf>,
    },
    /// Set all parameters of a JSON file: all of them, or none when one is wrong.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// `mail`.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// List the mails that wait or could not be sent, the oldest first.
    List {
        /// The latest sent ones too.
        #[arg(long)]
        all: bool,
    },
    /// Send what is due, now: for an installation without the daemon.
    Send,
    /// Queue mails that could not be sent once more, and have those that wait tried at once.
    Retry {
        /// One Message-ID, as listed; without one, all.
        message_id: Option<String>,
    },
}

/// A creation's id; whoever types something else is told where it stands.
fn creation(text: &str) -> Result<uuid::Uuid, String> {
    text.parse().map_err(|_| {
        "no id of a creation: one looks like 019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0019; `automaton creations list` names those that wait"
            .to_owned()
    })
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// The folder to make it in; absent, empty, or an earlier demo (which is replaced).
    pub folder: PathBuf,
    /// What the invented company is made from: the same number, the same company.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many customers; visits and prospects in proportion (5,000 customers: 60,000 visits, 800 prospects), visits at most 1.5 million.
    #[arg(long, value_name = "CUSTOMERS", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(50..=200_000))]
    pub scale: u32,
}

/// `config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Read the configuration strictly and say what is wrong with it.
    Check,
}
