//! One command for each method of the page's `Backend`: a question to the laptop, and its answer.

mod drafts;
mod entries;
mod frame;
mod views;

use std::sync::Arc;

use tauri::ipc::Invoke;

use crate::desk::Desk;
use crate::error::CommandError;

pub use entries::SavedView;
pub use frame::RefreshReport;

/// What commands answer.
type Answer<T> = Result<T, CommandError>;
/// What commands are handed.
type Desks<'a> = tauri::State<'a, Arc<Desk>>;

/// Hands a call of the page to its command. `build.rs` and `capabilities/main.json` name the same ones.
pub fn handler() -> impl Fn(Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        drafts::drafts,
        drafts::drop_draft,
        drafts::keep_draft,
        entries::alike,
        entries::check,
        entries::correct,
        entries::draft_of,
        entries::enter,
        entries::entries,
        entries::give_up,
        entries::new_prospect,
        entries::review_creation,
        frame::choose_folder,
        frame::diagnostics,
        frame::keep_preferences,
        frame::preferences,
        frame::refresh,
        frame::set_up,
        frame::start,
        frame::status,
        frame::watch,
        views::calendar,
        views::customer,
        views::customer_history,
        views::customer_of,
        views::customers,
        views::figures,
        views::home,
        views::lists,
        views::prospect,
        views::prospect_history,
        views::prospects,
        views::towns,
    ]
}
