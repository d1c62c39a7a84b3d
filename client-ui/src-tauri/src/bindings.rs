//! The types that travel, as TypeScript: everything that the page's `Backend` names (`client-ui/src/lib/backend/types`).

use std::collections::BTreeMap;
use std::path::Path;

use client::duplicates::AlikeView;
use client::entries::{CreationReview, EntryDraft};
use client::journal::Draft;
use client::{
    CalendarPage, CalendarQuery, CustomerHit, CustomerView, CustomersPage, CustomersQuery, EntriesQuery,
    EntryProblem, EntryView, FiguresQuery, HistoryPage, HomePage, HomeQuery, PageQuery, ProspectPage,
    ProspectView, ProspectsQuery,
};
use snapshot::figures::Figures;
use ts_rs::{Config, ExportError, TS};

use crate::commands::{RefreshReport, SavedView};
use crate::news::News;
use crate::preferences::Preferences;
use crate::views::{ListsView, Start, Status};

/// What the page imports.
const INDEX: &str = "index.ts";
/// What each file begins with.
const HEAD: &str = "// Made from the Rust types by `cargo xtask codegen`: change those.\n";
/// Names for parts of types that have none of their own in Rust.
const ALIASES: &str = "import type { CreationDraft } from './CreationDraft';\nimport type { CustomerView } from './CustomerView';\n\n/** « fiche » : the fields that have a value. */\n\
                       export type Sheet = CustomerView['sheet'];\n\n\
                       /** What a customer signed: kept as it was drawn. */\n\
                       export type Signature = CreationDraft['signature'];\n";

/// Every file by its name, written through `scratch`, a folder of the caller's.
///
/// # Errors
/// When the folder cannot be written or read.
pub fn files(scratch: &Path) -> Result<BTreeMap<String, String>, ExportError> {
    let config = Config::new().with_large_int("number").with_out_dir(scratch);
    export(&config)?;
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(scratch)? {
        let entry = entry?;
        let made = std::fs::read_to_string(entry.path())?;
        let body = made.lines().skip(1).map(str::trim_end).collect::<Vec<_>>().join("\n");
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(name, format!("{HEAD}{}\n", body.trim_end()));
    }
    let exports: String = files
        .keys()
        .filter_map(|name| name.strip_suffix(".ts"))
        .map(|name| format!("export type {{ {name} }} from './{name}';\n"))
        .collect();
    files.insert(INDEX.to_owned(), format!("{HEAD}{ALIASES}{exports}"));
    Ok(files)
}

fn export(config: &Config) -> Result<(), ExportError> {
    AlikeView::export_all(config)?;
    CalendarPage::export_all(config)?;
    CalendarQuery::export_all(config)?;
    CreationReview::export_all(config)?;
    CustomerHit::export_all(config)?;
    CustomerView::export_all(config)?;
    CustomersPage::export_all(config)?;
    CustomersQuery::export_all(config)?;
    Draft::export_all(config)?;
    EntriesQuery::export_all(config)?;
    EntryDraft::export_all(config)?;
    EntryProblem::export_all(config)?;
    EntryView::export_all(config)?;
    Figures::export_all(config)?;
    FiguresQuery::export_all(config)?;
    HistoryPage::export_all(config)?;
    HomePage::export_all(config)?;
    HomeQuery::export_all(config)?;
    ListsView::export_all(config)?;
    News::export_all(config)?;
    PageQuery::export_all(config)?;
    Preferences::export_all(config)?;
    ProspectPage::export_all(config)?;
    ProspectView::export_all(config)?;
    ProspectsQuery::export_all(config)?;
    RefreshReport::export_all(config)?;
    SavedView::export_all(config)?;
    Start::export_all(config)?;
    Status::export_all(config)
}
