//! `init`: creates or migrates the database, the folders and a commented automaton.toml. It can be repeated at any time.
//!
//! `--print` and `--check` change nothing: the one shows what would be run in a SQL Server, the other what is missing.

use std::io::Write;
use std::path::{Path, PathBuf};

use domain::VisitForm;
use serde_json::{Value, json};
use winpneu::{Connection, forms};

use super::Answer;
use crate::cli::InitArguments;
use crate::clock;
use crate::config::{Config, FoldersConfig, TEMPLATE, WinpneuConfig};
use crate::failure::Failure;
use crate::installation::open_base;

mod check;
mod print;
mod server;
pub(super) mod views;

pub(super) async fn run(path: &Path, arguments: &InitArguments) -> Result<Answer, Failure> {
    if let Some(script) = arguments.print {
        return print::run(&Config::load(path)?, path, script);
    }
    if arguments.check {
        return check::run(&Config::load(path)?, path).await;
    }
    let written = write_template(path)?;
    let config = Config::load(path)?;
    let mut done = match &config.winpneu {
        WinpneuConfig::Embedded { path } => embedded(path, &config)?,
        WinpneuConfig::SqlServer(server) => server::make(server, &config, path).await?,
    };
    let form = first_form(&mut open_base(&config).await?).await?;
    let text = format!(
        "{}\n{}\nfolders: inbox, bases, archive, quarantine are there{}",
        if written {
            format!("wrote {}", path.display())
        } else {
            format!("{} kept as it is", path.display())
        },
        done.words,
        if done.is_new { "\nNext: automaton users import USERS.csv, then automaton integrate" } else { "" },
    );
    done.json["configuration_written"] = json!(written);
    done.json["form_written"] = json!(form);
    Ok(Answer::fine(done.json, text))
}

/// What became of the base.
struct Done {
    json: Value,
    words: String,
    is_new: bool,
}

fn embedded(base: &Path, config: &Config) -> Result<Done, Failure> {
    let is_new = !base.exists();
    if is_new {
        refuse_a_second_beginning(&format!("{} is not there", base.display()), &config.folders)?;
    }
    make_folders(&config.folders)?;
    if let Some(parent) = base.parent() {
        make_folder(parent)?;
    }
    let migrated = winpneu::sqlite::migrate(base, clock::now())?;
    let words = format!("base {}: {}", base.display(), applied(&migrated));
    Ok(Done { json: json!({ "migrations": migrated }), words, is_new })
}

fn applied(migrations: &[u32]) -> String {
    if migrations.is_empty() {
        "up to date".to_owned()
    } else {
        format!("migrations applied: {migrations:?}")
    }
}

fn make_folders(folders: &FoldersConfig) -> Result<(), Failure> {
    named(folders).into_iter().try_for_each(|(_, folder)| make_folder(folder))
}

/// The folders that must be there, as the configuration calls them.
fn named(folders: &FoldersConfig) -> [(&'static str, &Path); 4] {
    [
        ("inbox", &folders.inbox),
        ("bases", &folders.bases),
        ("archive", &folders.archive),
        ("quarantine", &folders.quarantine),
    ]
}

/// A base that is away is no new installation: an empty one in its place would refuse every file, and number effects anew.
fn refuse_a_second_beginning(missing: &str, folders: &FoldersConfig) -> Result<(), Failure> {
    for folder in [&folders.bases, &folders.archive] {
        if let Some(found) = first_document(folder).map_err(|error| other(folder, &error))? {
            return Err(Failure::Other(format!(
                "{missing}, and {} tells that this installation had a base: put it back, or restore it from the backup \
                 (« Restore » in docs/operations.md). If a new beginning is meant, move {} and {} away first",
                found.display(),
                folders.bases.display(),
                folders.archive.display(),
            )));
        }
    }
    Ok(())
}

/// Any published or archived document below a folder: all of them end so. A sync's own names begin with a dot.
fn first_document(folder: &Path) -> std::io::Result<Option<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_file() && path.extension().is_some_and(|end| end == "json") {
            return Ok(Some(path));
        }
        if kind.is_dir()
            && let Some(found) = first_document(&path)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn write_template(path: &Path) -> Result<bool, Failure> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_folder(parent)?;
    }
    // create_new: a configuration that an operator wrote is never touched.
    match private().write(true).create_new(true).open(path) {
        Ok(mut file) => {
            file.write_all(TEMPLATE.as_bytes()).map_err(|error| other(path, &error))?;
            Ok(true)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(other(path, &error)),
    }
}

/// A password may be written into it one day.
#[cfg(unix)]
fn private() -> std::fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::File::options();
    options.mode(0o600);
    options
}

/// On Windows the folder's own rights are inherited.
#[cfg(not(unix))]
fn private() -> std::fs::OpenOptions {
    std::fs::File::options()
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|error| other(path, &error))
}

fn other(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Other(format!("{}: {error}", path.display()))
}

/// Visits name the version of the form they answer, so the default form is stored as version 1.
async fn first_form(connection: &mut Connection) -> Result<bool, Failure> {
    if !forms::all(connection).await?.0.is_empty() {
        return Ok(false);
    }
    match forms::insert(connection, &VisitForm::default_form(), clock::now()).await {
        Ok(()) => Ok(true),
        // Another `init` was quicker.
        Err(winpneu::Error::Duplicate { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
