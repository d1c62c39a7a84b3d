//! The `automaton` program: parses the command line, runs one command, answers with an exit code (0 fine, 1 something was refused or
//! failed, 2 usage or configuration).

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use automaton::cli::{Arguments, Command};
use automaton::config::Config;
use clap::Parser;
use tokio::runtime::{Builder, Runtime};

/// What the daemon left running ends with the process; it is given this long to notice.
const LAST_WAIT: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let daemon = matches!(arguments.command, Command::Run);
    // A configuration that cannot be read is told by the command itself.
    let logs = if daemon { Config::load(&arguments.config).ok().map(|config| config.logs) } else { None };
    let _written_until_the_end = automaton::logging::install(logs.as_ref());
    match runtime(daemon) {
        Ok(runtime) => {
            let code = runtime.block_on(automaton::commands::run(arguments));
            runtime.shutdown_timeout(LAST_WAIT);
            code
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "automaton: no runtime: {error}");
            ExitCode::from(1)
        }
    }
}

/// SQLite asks on the calling thread. A single command has nothing beside it to keep waiting; the daemon has: mails and alerts, which may
/// wait for a disk themselves, then `/health` and signals, which must not. Its work is done on the main thread.
fn runtime(daemon: bool) -> std::io::Result<Runtime> {
    let mut builder = if daemon { Builder::new_multi_thread() } else { Builder::new_current_thread() };
    if daemon {
        builder.worker_threads(3);
    }
    builder.enable_all().build()
}
