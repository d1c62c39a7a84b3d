//! The `automaton` program: parses the command line, runs one command, answers with an exit code (0 fine, 1 something was refused or
//! failed, 2 usage or configuration).

use std::process::ExitCode;

use clap::Parser;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    automaton::logging::install();
    let arguments = automaton::cli::Arguments::parse();
    automaton::commands::run(arguments).await
}
