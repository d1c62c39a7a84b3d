//! Lists, cards, histories, figures.

use client::{
    CalendarPage, CalendarQuery, CustomerView, CustomersPage, CustomersQuery, FiguresQuery, HistoryPage,
    HomePage, HomeQuery, PageQuery, ProspectPage, ProspectView, ProspectsQuery,
};
use exchange_schema::ProspectId;
use snapshot::figures::Figures;

use super::{Answer, Desks};
use crate::views::ListsView;

#[tauri::command]
pub async fn lists(desk: Desks<'_>) -> Answer<ListsView> {
    let shown = desk.ask(|laptop, _| Ok(ListsView::of(laptop)?)).await?;
    // Every screen asks for them first.
    desk.note_shown();
    Ok(shown)
}

#[tauri::command]
pub async fn home(desk: Desks<'_>, query: HomeQuery) -> Answer<HomePage> {
    desk.ask(move |laptop, moment| Ok(laptop.home(&query, moment)?)).await
}

#[tauri::command]
pub async fn customers(desk: Desks<'_>, query: CustomersQuery) -> Answer<CustomersPage> {
    desk.ask(move |laptop, _| Ok(laptop.customers(&query)?)).await
}

#[tauri::command]
pub async fn customer(desk: Desks<'_>, code: String) -> Answer<Option<CustomerView>> {
    desk.ask(move |laptop, _| Ok(laptop.customer(&code)?)).await
}

#[tauri::command]
pub async fn customer_history(desk: Desks<'_>, code: String, query: PageQuery) -> Answer<HistoryPage> {
    desk.ask(move |laptop, moment| Ok(laptop.customer_history(&code, &query, moment.zone)?)).await
}

#[tauri::command]
pub async fn prospects(desk: Desks<'_>, query: ProspectsQuery) -> Answer<ProspectPage> {
    desk.ask(move |laptop, _| Ok(laptop.prospects(&query)?)).await
}

#[tauri::command]
pub async fn prospect(desk: Desks<'_>, id: ProspectId) -> Answer<Option<ProspectView>> {
    desk.ask(move |laptop, _| Ok(laptop.prospect(*id.as_uuid())?)).await
}

#[tauri::command]
pub async fn customer_of(desk: Desks<'_>, prospect: ProspectId) -> Answer<Option<String>> {
    desk.ask(move |laptop, _| Ok(laptop.became_customer(*prospect.as_uuid())?)).await
}

#[tauri::command]
pub async fn prospect_history(desk: Desks<'_>, id: ProspectId, query: PageQuery) -> Answer<HistoryPage> {
    desk.ask(move |laptop, _| Ok(laptop.prospect_history(*id.as_uuid(), &query)?)).await
}

#[tauri::command]
pub async fn figures(desk: Desks<'_>, query: FiguresQuery) -> Answer<Figures> {
    desk.ask(move |laptop, moment| Ok(laptop.figures(&query, moment.zone)?)).await
}

#[tauri::command]
pub async fn calendar(desk: Desks<'_>, query: CalendarQuery) -> Answer<CalendarPage> {
    desk.ask(move |laptop, moment| Ok(laptop.calendar(&query, moment.zone)?)).await
}

#[tauri::command]
pub async fn towns(desk: Desks<'_>, postal_code: String) -> Answer<Vec<String>> {
    desk.ask(move |laptop, _| Ok(laptop.towns(&postal_code)?)).await
}
