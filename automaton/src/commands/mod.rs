//! One module a command. A command answers an [`Answer`]; this module prints it, as text or as one JSON document.

mod config_check;
mod init;
mod integrate;
mod params;
mod status;
mod users;

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::{Arguments, Command, ConfigCommand};
use crate::config::Config;
use crate::failure::Failure;

/// What a command has to say.
#[derive(Debug)]
pub struct Answer {
    /// For programs (`--json`): one JSON document.
    pub json: String,
    /// For people.
    pub text: String,
    /// Whether everything went well (exit code 0) or something was refused (1).
    pub fine: bool,
}

impl Answer {
    fn fine(json: Value, text: impl Into<String>) -> Self {
        Self { json: json.to_string(), text: text.into(), fine: true }
    }
}

/// Runs a command and prints its answer.
pub async fn run(arguments: Arguments) -> ExitCode {
    let as_json = arguments.json;
    let outcome = dispatch(arguments).await;
    let (printed, code) = match outcome {
        Ok(answer) => {
            let text = if as_json { answer.json } else { answer.text };
            let mut out = std::io::stdout().lock();
            (writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()), u8::from(!answer.fine))
        }
        Err(failure) => {
            let code = failure.exit_code();
            if as_json {
                let error = json!({ "error": failure.to_string(), "transient": failure.is_transient() });
                (writeln!(std::io::stdout(), "{error}"), code)
            } else {
                (writeln!(std::io::stderr(), "automaton: {failure}"), code)
            }
        }
    };
    // A reader that went away (a closed pipe) takes nothing back from what was done.
    let _ = printed;
    ExitCode::from(code)
}

async fn dispatch(arguments: Arguments) -> Result<Answer, Failure> {
    let path = arguments.config;
    match arguments.command {
        Command::Init => init::run(&path).await,
        Command::Config(ConfigCommand::Check) => config_check::run(&Config::load(&path)?, &path),
        Command::Integrate(options) => integrate::run(&Config::load(&path)?, &options).await,
        Command::Status => status::run(&Config::load(&path)?).await,
        Command::Users(command) => users::run(&Config::load(&path)?, command).await,
        Command::Params(command) => params::run(&Config::load(&path)?, command).await,
    }
}
