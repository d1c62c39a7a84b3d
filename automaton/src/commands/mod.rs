//! One module a command. A command answers an [`Answer`]; this module prints it, as text or as one JSON document.

mod config_check;
mod creations;
mod demo;
mod doctor;
mod init;
mod integrate;
mod mail;
mod params;
mod quarantine;
mod rebuild;
mod status;
mod stop;
mod users;

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::{Arguments, Command, ConfigCommand};
use crate::config::Config;
use crate::failure::Failure;
use crate::integrate::Report;

/// What a command has to say.
#[derive(Debug)]
pub struct Answer {
    /// The answer itself.
    pub words: Words,
    /// Whether everything went well (exit code 0) or something was refused (1).
    pub fine: bool,
    /// Whether the configuration is what is wrong (2).
    pub misconfigured: bool,
}

/// An answer's words.
#[derive(Debug)]
pub enum Words {
    /// A few.
    Few {
        /// For programs (`--json`): one JSON document.
        json: String,
        /// For people.
        text: String,
    },
    /// The report of a pass, which may have a line for each of many thousand files: written as it is read.
    Pass(Box<Report>),
}

impl Words {
    fn write(&mut self, as_json: bool, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Few { json, text } => {
                writeln!(out, "{}", if as_json { json.as_str() } else { text.trim_end() })
            }
            Self::Pass(report) if as_json => report.write_json(out),
            Self::Pass(report) => report.write_text(out),
        }
    }
}

impl Answer {
    fn fine(json: Value, text: impl Into<String>) -> Self {
        Self {
            words: Words::Few { json: json.to_string(), text: text.into() },
            fine: true,
            misconfigured: false,
        }
    }

    fn exit_code(&self) -> u8 {
        if self.misconfigured { 2 } else { u8::from(!self.fine) }
    }
}

/// Runs a command and prints its answer.
pub async fn run(arguments: Arguments) -> ExitCode {
    let as_json = arguments.json;
    let outcome = dispatch(arguments).await;
    let (printed, code) = match outcome {
        Ok(mut answer) => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let written = answer.words.write(as_json, &mut out).and_then(|()| out.flush());
            (written, answer.exit_code())
        }
        Err(failure) => {
            let code = failure.exit_code();
            if as_json {
                let error = json!({ "error": failure.to_string(), "transient": failure.is_transient() });
                (writeln!(io::stdout(), "{error}"), code)
            } else {
                (writeln!(io::stderr(), "automaton: {failure}"), code)
            }
        }
    };
    match printed {
        Ok(()) => ExitCode::from(code),
        // A reader that went away takes nothing back from what was done.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(error) => {
            tracing::error!(%error, "what was asked is done, but the answer could not be written whole");
            ExitCode::from(code.max(1))
        }
    }
}

async fn dispatch(arguments: Arguments) -> Result<Answer, Failure> {
    let path = arguments.config;
    match arguments.command {
        Command::Init(options) => init::run(&path, &options).await,
        Command::Run => {
            crate::daemon::run(&path).await.map(|()| Answer::fine(json!({"stopped": true}), "stopped"))
        }
        Command::Config(ConfigCommand::Check) => config_check::run(&Config::load(&path)?, &path),
        Command::Integrate(options) => integrate::run(&Config::load(&path)?, &options).await,
        Command::Quarantine(command) => quarantine::run(&Config::load(&path)?, command).await,
        Command::Creations(command) => creations::run(&Config::load(&path)?, &path, command).await,
        Command::Rebuild(options) => rebuild::run(&Config::load(&path)?, &options).await,
        Command::Doctor => doctor::run(&path).await,
        Command::Demo(options) => demo::run(&options, arguments.json).await,
        Command::Mail(command) => mail::run(&Config::load(&path)?, command).await,
        Command::Status => status::run(&Config::load(&path)?, &path).await,
        Command::Users(command) => users::run(&Config::load(&path)?, command).await,
        Command::Params(command) => params::run(&Config::load(&path)?, command).await,
    }
}
