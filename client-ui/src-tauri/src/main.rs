//! `tournee`: the sales rep's window.

// A console beside the window would be closed by mistake, and the program with it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    desktop::run()
}
