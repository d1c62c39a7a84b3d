//! `show`: the views of the window.

use chrono::{Datelike, NaiveDate};
use client::{
    CalendarQuery, EntriesQuery, EntryFilter, FiguresQuery, HomeList, HomeQuery, Laptop, Moment, PageQuery,
    ProspectsQuery, Whose,
};
use serde_json::json;
use uuid::Uuid;

use crate::arguments::{Filter, List, PeriodArgs, ShowArgs, View};
use crate::commands::Answer;

pub fn run(laptop: &Laptop, show: &ShowArgs, moment: Moment) -> Answer {
    let (limit, offset) = (show.limit, show.offset);
    match &show.view {
        View::Home { list, all, agency, grid } => {
            let list = if *list == List::LastVisit { HomeList::LastVisit } else { HomeList::ToSeeAgain };
            let whose = if *all { Whose::All } else { Whose::Own };
            let (agency, grid) = (agency.clone(), grid.clone());
            Answer::of(laptop.home(&HomeQuery { list, whose, agency, grid, offset, limit }, moment))
        }
        View::Customer { code } => found(laptop.customer(code)),
        View::History { whom, with_lit } => {
            let query = PageQuery { with_lit: *with_lit, after: None, limit };
            match whom.parse::<Uuid>() {
                Ok(prospect) => Answer::of(laptop.prospect_history(prospect, &query)),
                Err(_) => Answer::of(laptop.customer_history(whom, &query, moment.zone)),
            }
        }
        View::Prospects { typed } => {
            let query = ProspectsQuery { typed: typed.clone(), offset, limit, ..ProspectsQuery::default() };
            Answer::of(laptop.prospects(&query))
        }
        View::Prospect { id } => found(laptop.prospect(*id.as_uuid())),
        View::Entries { filter } => {
            let filter = match filter {
                Filter::All => EntryFilter::All,
                Filter::Waiting => EntryFilter::Waiting,
                Filter::ToMend => EntryFilter::ToMend,
                Filter::Done => EntryFilter::Done,
            };
            let rows = laptop.entries(&EntriesQuery { filter, subject: None, offset, limit });
            Answer::fine(json!({ "total": laptop.count_entries(filter), "rows": rows }))
        }
        View::Search { pattern } => {
            Answer::of(laptop.search_customers(pattern, limit).map(|rows| json!({ "rows": rows })))
        }
        View::Calendar { period, author } => {
            let (from, to) = days(*period, moment);
            Answer::of(laptop.calendar(
                &CalendarQuery { from, to, author: author.clone(), follow_ups: false },
                moment.zone,
            ))
        }
        View::Figures { period, author, all } => {
            let (from, to) = days(*period, moment);
            Answer::of(
                laptop.figures(&FiguresQuery { from, to, author: author.clone(), all: *all }, moment.zone),
            )
        }
        View::Lists => lists(laptop),
    }
}

fn found<T: serde::Serialize>(shown: Result<Option<T>, client::ViewError>) -> Answer {
    match shown {
        Ok(None) => Answer::failed("there is none"),
        other => Answer::of(other),
    }
}

fn days(period: PeriodArgs, moment: Moment) -> (NaiveDate, NaiveDate) {
    let today = moment.today();
    let january = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    (period.from.unwrap_or(january), period.to.unwrap_or(today))
}

fn lists(laptop: &Laptop) -> Answer {
    Answer::of(laptop.lists().map(|lists| {
        let codes: serde_json::Map<_, _> = lists
            .codes
            .iter()
            .map(|(field, codes)| {
                let list: Vec<_> = codes
                    .iter()
                    .map(|code| json!({ "code": code.code, "label": code.label, "parent": code.parent }))
                    .collect();
                (field.column().to_owned(), json!(list))
            })
            .collect();
        let people: Vec<_> = lists
            .people
            .iter()
            .map(|person| json!({ "folder": person.folder, "name": person.name, "c_rep": person.c_rep, "active": person.active }))
            .collect();
        json!({ "codes": codes, "people": people, "forms": lists.forms.keys().collect::<Vec<_>>() })
    }))
}
