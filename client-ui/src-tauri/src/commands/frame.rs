//! First run, freshness, preferences.

use std::path::PathBuf;
use std::sync::Arc;

use client::{Notice, Settings};
use serde::Serialize;
use tauri::AppHandle;
use tauri::ipc::Channel;
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

use super::{Answer, Desks};
use crate::beat;
use crate::desk::blocking;
use crate::error::CommandError;
use crate::news::{Changed, News};
use crate::preferences::Preferences;
use crate::views::{Start, Status};

/// What « Actualiser » came to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefreshReport {
    /// Whether newer bases are in use now.
    pub adopted: bool,
    /// What stood in the way.
    pub notices: Vec<Notice>,
}

#[tauri::command]
pub async fn start(desk: Desks<'_>) -> Answer<Start> {
    let place = desk.place.clone();
    let started = desk.ask(move |laptop, _| Ok(Start::of(laptop, &place))).await?;
    desk.wake();
    Ok(started)
}

#[tauri::command]
pub async fn status(desk: Desks<'_>) -> Answer<Status> {
    let background = desk.background().clone();
    desk.ask(move |laptop, moment| Ok(Status::of(laptop, moment, &background))).await
}

#[tauri::command]
pub async fn watch(desk: Desks<'_>, listener: Channel<News>) -> Answer<()> {
    desk.listeners.add(listener);
    Ok(())
}

/// Which of the two folders is not asked here: the page knows.
#[tauri::command]
pub async fn choose_folder(app: AppHandle) -> Answer<Option<PathBuf>> {
    blocking(move || {
        let chosen = app.dialog().file().blocking_pick_folder();
        chosen.map(|path| path.into_path().map_err(|error| CommandError::new("no-folder", error))).transpose()
    })
    .await
}

#[tauri::command]
pub async fn set_up(desk: Desks<'_>, inbox: PathBuf, bases: PathBuf) -> Answer<Start> {
    let place = desk.place.clone();
    let deed = move |laptop: &mut client::Laptop, _| {
        laptop.set_up(Settings { inbox, bases })?;
        Ok(Start::of(laptop, &place))
    };
    let started = desk.ask(deed).await?;
    desk.forget_received();
    desk.wake();
    desk.listeners.tell(Changed::Status);
    Ok(started)
}

#[tauri::command]
pub async fn refresh(desk: Desks<'_>) -> Answer<RefreshReport> {
    let at = Arc::clone(&desk);
    blocking(move || beat::refresh(&at)).await
}

#[tauri::command]
pub async fn preferences(desk: Desks<'_>) -> Answer<Preferences> {
    let data = desk.place.data.clone();
    blocking(move || Ok(Preferences::load(&data).0)).await
}

#[tauri::command]
pub async fn keep_preferences(desk: Desks<'_>, preferences: Preferences) -> Answer<()> {
    let data = desk.place.data.clone();
    blocking(move || Ok(preferences.save(&data)?)).await?;
    desk.background().of_look = None;
    Ok(())
}

/// Versions, folders, states: nothing of customers.
#[tauri::command]
pub async fn diagnostics(desk: Desks<'_>) -> Answer<String> {
    let (place, background) = (desk.place.clone(), desk.background().clone());
    desk.ask(move |laptop, moment| {
        let status = Status::of(laptop, moment, &background);
        // The words of a notice may quote a value that could not be read.
        let notices: Vec<&str> = status.notices.iter().map(|notice| notice.code).collect();
        let told = serde_json::json!({
            "start": Start::of(laptop, &place),
            "device": laptop.device(),
            "now": status.now,
            "freshness": status.freshness,
            "newer": status.newer,
            "counts": status.counts,
            "last_round_at": status.last_round_at,
            "notices": notices,
            "system": std::env::consts::OS,
        });
        serde_json::to_string_pretty(&told).map_err(|error| CommandError::new("internal", error))
    })
    .await
}
