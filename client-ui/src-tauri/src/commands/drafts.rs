//! What is being typed.

use client::journal::{Draft, DraftKey};
use serde_json::Value;

use super::{Answer, Desks};

#[tauri::command]
pub async fn drafts(desk: Desks<'_>) -> Answer<Vec<Draft>> {
    desk.ask(|laptop, _| Ok(laptop.drafts()?)).await
}

#[tauri::command]
pub async fn keep_draft(desk: Desks<'_>, key: DraftKey, body: Value) -> Answer<()> {
    desk.ask(move |laptop, moment| Ok(laptop.keep_draft(&Draft { key, body, updated_at: moment.now })?)).await
}

#[tauri::command]
pub async fn drop_draft(desk: Desks<'_>, key: DraftKey) -> Answer<()> {
    desk.ask(move |laptop, _| Ok(laptop.drop_draft(&key)?)).await
}
