//! What only the window shows: the laptop's own views are in `client`.

mod lists;
mod status;

pub use lists::{CodeView, FieldKindView, FieldView, ListsView, OwnView, PersonView, RequiredView};
pub use status::{EntryCounts, Newer, Receiving, Start, Status};
