//! Entering, correcting, letting be, and « Envois ».

use client::duplicates::AlikeView;
use client::entries::{CreationDraft, CreationReview, EntryDraft, NewProspectDraft};
use client::journal::DraftKey;
use client::{EntriesQuery, EntryProblem, EntryView, Laptop, Moment, Notice, Refusal, Saved};
use exchange_schema::FileName;
use serde::Serialize;
use ts_rs::TS;

use super::{Answer, Desks};
use crate::error::CommandError;

/// An entry that was saved, and whether its file lies in the synced folder already.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Saved")]
pub struct SavedView {
    /// The entry.
    #[serde(flatten)]
    pub saved: Saved,
    /// Whether its file was dropped.
    pub dropped: bool,
    /// What stood in the way of the drop. Saved is saved: the next round tries again.
    pub notices: Vec<Notice>,
}

#[tauri::command]
pub async fn check(desk: Desks<'_>, draft: EntryDraft) -> Answer<Vec<EntryProblem>> {
    desk.ask(move |laptop, moment| Ok(laptop.check(&draft, moment)?)).await
}

#[tauri::command]
pub async fn new_prospect(desk: Desks<'_>) -> Answer<NewProspectDraft> {
    desk.ask(|laptop, moment| Ok(laptop.new_prospect(moment)?)).await
}

#[tauri::command]
pub async fn alike(desk: Desks<'_>, draft: EntryDraft) -> Answer<Vec<AlikeView>> {
    desk.ask(move |laptop, _| Ok(laptop.alike_shown(&draft)?)).await
}

#[tauri::command]
pub async fn review_creation(desk: Desks<'_>, draft: CreationDraft) -> Answer<CreationReview> {
    desk.ask(move |laptop, moment| Ok(laptop.review_creation(&draft, moment)?)).await
}

#[tauri::command]
pub async fn enter(desk: Desks<'_>, draft: EntryDraft, key: Option<DraftKey>) -> Answer<SavedView> {
    let deed = move |laptop: &mut Laptop, moment: Moment| {
        let saved = laptop.enter(&draft, key.as_ref(), moment)?;
        Ok(sent(laptop, saved, moment))
    };
    desk.change(deed).await
}

#[tauri::command]
pub async fn correct(
    desk: Desks<'_>,
    name: String,
    draft: EntryDraft,
    key: Option<DraftKey>,
) -> Answer<SavedView> {
    let deed = move |laptop: &mut Laptop, moment: Moment| {
        let saved = laptop.correct(&named(&name)?, &draft, key.as_ref(), moment)?;
        Ok(sent(laptop, saved, moment))
    };
    desk.change(deed).await
}

#[tauri::command]
pub async fn draft_of(desk: Desks<'_>, name: String) -> Answer<Option<EntryDraft>> {
    desk.ask(move |laptop, _| Ok(laptop.draft_of(&named(&name)?))).await
}

#[tauri::command]
pub async fn give_up(desk: Desks<'_>, name: String) -> Answer<()> {
    desk.change(move |laptop, moment| Ok(laptop.give_up(&named(&name)?, moment.now)?)).await
}

#[tauri::command]
pub async fn entries(desk: Desks<'_>, query: EntriesQuery) -> Answer<Vec<EntryView>> {
    desk.ask(move |laptop, _| Ok(laptop.entries(&query))).await
}

/// Drops it at once, so that it leaves with the next breath of a network.
fn sent(laptop: &mut Laptop, saved: Saved, moment: Moment) -> SavedView {
    let moved = laptop.send(moment.now);
    SavedView { dropped: moved.files.contains(&saved.name), notices: moved.notices, saved }
}

fn named(name: &str) -> Result<FileName, CommandError> {
    // A name of no form is the name of nothing here.
    FileName::parse(name).map_err(|error| {
        Refusal::Problems(vec![EntryProblem { code: "not-refused", field: None, message: error.to_string() }])
            .into()
    })
}
