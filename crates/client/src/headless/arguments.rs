//! The command line.

use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::{CustomerField, FleetKind, FollowUpChange, NodeId, TimeOfDay, parse_iso_date};
use exchange_schema::{FileName, ProspectId};

/// A laptop without a window.
#[derive(Debug, Parser)]
#[command(name = "tournee-headless", version)]
pub struct Arguments {
    /// The laptop's own data folder, outside every synced folder.
    #[arg(long)]
    pub data: PathBuf,
    /// The user of the operating system, such as PNEUS53\jdupont.
    #[arg(long)]
    pub user: String,
    /// The company's zone.
    #[arg(long, default_value = "Europe/Paris")]
    pub zone: Tz,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// Only save: the next `sync` drops it.
    #[arg(long)]
    pub hold: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What a rep does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Choose the two synced folders.
    Setup {
        /// The folder to which this laptop writes.
        #[arg(long)]
        inbox: PathBuf,
        /// The folder from which it reads.
        #[arg(long)]
        bases: PathBuf,
    },
    /// Whether it can be worked with, how old the bases are, what waits.
    Status,
    /// One round: receipts, removal, drop, adoption.
    Sync,
    /// « visite ce jour ».
    Visit(VisitArgs),
    /// « demande de modification », or a new follow-up date or fleet of a customer.
    Request {
        /// The customer's code.
        customer: String,
        #[command(flatten)]
        sheet: SheetArgs,
    },
    /// Prospects.
    #[command(subcommand)]
    Prospect(ProspectCommand),
    /// Correct a refused entry: what is not given stays as it was.
    Correct(CorrectArgs),
    /// Let a refused entry be.
    GiveUp {
        /// Its name.
        name: FileName,
    },
    /// What the window would show.
    Show(ShowArgs),
}

/// A visit.
#[derive(Debug, Args)]
pub struct VisitArgs {
    #[command(flatten)]
    pub whom: WhomArgs,
    #[command(flatten)]
    pub report: ReportArgs,
    #[command(flatten)]
    pub follow: FollowArgs,
}

/// Who was visited.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct WhomArgs {
    /// A customer's code.
    #[arg(long)]
    pub customer: Option<String>,
    /// A prospect's id.
    #[arg(long)]
    pub prospect: Option<ProspectId>,
}

/// What is told of a visit.
#[derive(Debug, Default, Args)]
pub struct ReportArgs {
    /// The day; today without it.
    #[arg(long, value_parser = parse_iso_date)]
    pub on: Option<NaiveDate>,
    /// The hour, HH:MM; now without it.
    #[arg(long)]
    pub at: Option<TimeOfDay>,
    /// A node of the visit form; repeat it.
    #[arg(long)]
    pub pick: Vec<NodeId>,
}

/// Follow-up date, fleet, comment.
#[derive(Debug, Default, Args)]
pub struct FollowArgs {
    /// A comment.
    #[arg(long)]
    pub comment: Option<String>,
    /// The next follow-up date, or `none`.
    #[arg(long)]
    pub follow_up: Option<FollowUp>,
    /// KIND=N vehicles, or KIND=? for a number unknown; repeat it.
    #[arg(long)]
    pub fleet: Vec<Vehicles>,
}

/// Fields of a sheet.
#[derive(Debug, Default, Args)]
pub struct SheetArgs {
    /// COLUMN=VALUE, an empty value to take it away; repeat it.
    #[arg(long)]
    pub set: Vec<FieldValueArg>,
    #[command(flatten)]
    pub follow: FollowArgs,
}

/// What is done with prospects.
#[derive(Debug, Subcommand)]
pub enum ProspectCommand {
    /// Create one; the answer names its id.
    New {
        #[command(flatten)]
        sheet: SheetArgs,
        /// Why, although a likely duplicate is known.
        #[arg(long)]
        duplicate_reason: Option<String>,
    },
    /// Change one.
    Edit {
        /// Its id.
        id: ProspectId,
        #[command(flatten)]
        sheet: SheetArgs,
    },
    /// Delete one.
    Delete {
        /// Its id.
        id: ProspectId,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// « Transformation en client ».
    Convert {
        /// Its id.
        id: ProspectId,
        /// COLUMN=VALUE that differs from the sheet; repeat it.
        #[arg(long)]
        set: Vec<FieldValueArg>,
        /// For the accountants.
        #[arg(long, default_value = "")]
        comment: String,
        /// A JSON file: `svg` or `png_base64`, `signer`, `place`, `signed_at`, `text`.
        #[arg(long)]
        signature: Option<PathBuf>,
    },
}

/// A correction.
#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// The refused entry.
    pub name: FileName,
    /// Another customer, where the code was wrong.
    #[arg(long)]
    pub customer: Option<String>,
    #[command(flatten)]
    pub report: ReportArgs,
    #[command(flatten)]
    pub sheet: SheetArgs,
    /// Why a prospect is created or deleted.
    #[arg(long)]
    pub reason: Option<String>,
    /// As of `prospect convert`.
    #[arg(long)]
    pub signature: Option<PathBuf>,
}

/// What to show.
#[derive(Debug, Args)]
pub struct ShowArgs {
    #[command(subcommand)]
    pub view: View,
    /// At most so many rows.
    #[arg(long, global = true, default_value_t = 50)]
    pub limit: usize,
    /// From this row on, from 0.
    #[arg(long, global = true, default_value_t = 0)]
    pub offset: usize,
}

/// A view.
#[derive(Debug, Subcommand)]
pub enum View {
    /// Accueil.
    Home {
        /// Which list.
        #[arg(long, value_enum, default_value_t = List::ToSeeAgain)]
        list: List,
        /// « Tous ».
        #[arg(long)]
        all: bool,
        /// Only of this agency.
        #[arg(long)]
        agency: Option<String>,
        /// Only with this sales grid.
        #[arg(long)]
        grid: Option<String>,
    },
    /// A customer's card.
    Customer {
        /// His code.
        code: String,
    },
    /// A customer's or prospect's history.
    History {
        /// The customer's code, or the prospect's id.
        whom: String,
        /// With « LIT » rows.
        #[arg(long)]
        with_lit: bool,
    },
    /// The list of prospects.
    Prospects {
        /// Part of a name or town.
        #[arg(default_value = "")]
        typed: String,
    },
    /// A prospect's card.
    Prospect {
        /// Its id.
        id: ProspectId,
    },
    /// « Envois ».
    Entries {
        /// Which.
        #[arg(long, value_enum, default_value_t = Filter::All)]
        filter: Filter,
    },
    /// Search of customers.
    Search {
        /// Part of a name or code, with `*` and `?`.
        pattern: String,
    },
    /// Visits in a period.
    Calendar {
        #[command(flatten)]
        period: PeriodArgs,
        /// Another user's, for an administrator.
        #[arg(long)]
        author: Option<String>,
    },
    /// Statistics.
    Figures {
        #[command(flatten)]
        period: PeriodArgs,
        /// Another user's, for an administrator.
        #[arg(long)]
        author: Option<String>,
        /// Everybody's together, for an administrator.
        #[arg(long)]
        all: bool,
    },
    /// Drop-down lists, parameters and people.
    Lists,
}

/// A period.
#[derive(Debug, Clone, Copy, Args)]
pub struct PeriodArgs {
    /// The first day; the first of January without it.
    #[arg(long, value_parser = parse_iso_date)]
    pub from: Option<NaiveDate>,
    /// The last day; today without it.
    #[arg(long, value_parser = parse_iso_date)]
    pub to: Option<NaiveDate>,
}

/// Accueil's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum List {
    /// « À revoir ».
    ToSeeAgain,
    /// « Dernière visite ».
    LastVisit,
}

/// Filters of « Envois ».
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Filter {
    /// All.
    All,
    /// Not integrated yet.
    Waiting,
    /// Refused, to be corrected.
    ToMend,
    /// Done with.
    Done,
}

/// A date or `none`.
#[derive(Debug, Clone, Copy)]
pub struct FollowUp(pub FollowUpChange);

impl FromStr for FollowUp {
    type Err = domain::IsoDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "none" => Ok(Self(FollowUpChange::Clear)),
            day => parse_iso_date(day).map(|day| Self(FollowUpChange::Set(day))),
        }
    }
}

/// `COLUMN=VALUE`.
#[derive(Debug, Clone)]
pub struct FieldValueArg(pub CustomerField, pub String);

impl FromStr for FieldValueArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (column, value) = text.split_once('=').ok_or("write COLUMN=VALUE")?;
        let field = column.parse().map_err(|error: domain::UnknownCustomerField| error.to_string())?;
        Ok(Self(field, value.to_owned()))
    }
}

/// `KIND=N` or `KIND=?`.
#[derive(Debug, Clone)]
pub struct Vehicles(pub FleetKind, pub Option<u32>);

impl FromStr for Vehicles {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, count) = text.split_once('=').ok_or("write KIND=N")?;
        let kind = kind.parse().map_err(|error: domain::FleetKindError| error.to_string())?;
        let count = match count {
            "?" => None,
            number => Some(number.parse().map_err(|_| format!("{number:?} is no number"))?),
        };
        Ok(Self(kind, count))
    }
}
