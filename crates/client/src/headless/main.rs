//! `tournee-headless`: a laptop without a window. It does what a rep does, through the same door as the window, for tests and for whoever
//! wants to look into a data folder. Exit code 0 fine, 1 something was refused or failed, 2 usage.

mod arguments;
mod commands;
mod drafts;
mod shows;
mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};

fn main() -> ExitCode {
    listen();
    let arguments = arguments::Arguments::parse();
    let as_json = arguments.json;
    let answer = commands::run(&arguments);
    let words = if as_json { answer.json.to_string() } else { text::of(&answer.json) };
    let code = u8::from(!answer.fine);
    match writeln!(io::stdout().lock(), "{}", words.trim_end()) {
        Ok(()) => ExitCode::from(code),
        // A reader that went away takes nothing back from what was done.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(_) => ExitCode::from(code.max(1)),
    }
}

/// Warnings go to standard error; a rehearsal listens to the steps.
fn listen() {
    let warnings = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_target(false)
        .without_time()
        .with_filter(LevelFilter::WARN);
    let subscriber = tracing_subscriber::registry().with(warnings).with(rehearsal::layer());
    // Nobody was there before: this is the first thing that the program does.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
