//! The desktop's window: thin commands over the laptop's use cases (decision 0013). A command takes the laptop's lock, asks one question on
//! a thread of its own, and answers; a background thread keeps the round with the synced folders.
//!
//! Absent on purpose: rules (`client`, `domain`), the bases (`snapshot`), and words: errors travel as codes.

mod background;
mod beat;
pub mod bindings;
mod commands;
mod desk;
mod error;
mod guard;
mod log;
mod news;
mod place;
mod preferences;
pub mod views;

use std::process::ExitCode;
use std::sync::Arc;

use tauri::plugin::{PluginApi, TauriPlugin};
use tauri::{AppHandle, Manager, Wry};

pub use error::CommandError;

use crate::desk::Desk;
use crate::place::Place;

/// Opens the window, and answers when it was closed.
#[must_use]
pub fn run() -> ExitCode {
    let built = tauri::Builder::default()
        // First of all plugins: a second start only shows the window of the first.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)))
        .plugin(logging())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(guard::plugin())
        .invoke_handler(commands::handler())
        .setup(|app| {
            let desk = Arc::new(Desk::new(Place::find(app.path().app_local_data_dir()?)));
            beat::start(&desk);
            app.manage(desk);
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!("the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Begins the log as soon as the data folder is known: before there is a window, which is what may fail.
fn logging() -> TauriPlugin<Wry> {
    let begin = |app: &AppHandle, _: PluginApi<Wry, ()>| {
        log::begin(&Place::find(app.path().app_local_data_dir()?).data);
        Ok(())
    };
    tauri::plugin::Builder::new("log").setup(begin).build()
}

fn show(app: &AppHandle) {
    for window in app.webview_windows().values() {
        // A window that cannot be raised is still there.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
