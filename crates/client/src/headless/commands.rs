//! One function a command. Each answers a JSON document, and whether everything went well.

use chrono::Utc;
use client::entries::EntryDraft;
use client::{EntryFilter, Laptop, Moment, Refusal, Settings};
use exchange_schema::FileName;
use serde::Serialize;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Command, CorrectArgs};
use crate::{drafts, shows};

/// What a command has to say.
pub struct Answer {
    /// The answer itself.
    pub json: Value,
    /// Whether everything went well.
    pub fine: bool,
}

impl Answer {
    pub fn fine(json: Value) -> Self {
        Self { json, fine: true }
    }

    /// Nothing was done.
    pub fn failed(error: impl std::fmt::Display) -> Self {
        Self { json: json!({ "error": error.to_string() }), fine: false }
    }

    /// A view, or why there is none.
    pub fn of<T: Serialize, E: std::fmt::Display>(tried: Result<T, E>) -> Self {
        match tried {
            Ok(shown) => match serde_json::to_value(shown) {
                Ok(json) => Self::fine(json),
                Err(error) => Self::failed(error),
            },
            Err(error) => Self::failed(error),
        }
    }
}

pub fn run(arguments: &Arguments) -> Answer {
    let now = rehearsal::fixed_time().unwrap_or_else(Utc::now);
    let moment = Moment::new(now, arguments.zone);
    let mut laptop = match Laptop::open(&arguments.data, &arguments.user) {
        Ok(laptop) => laptop,
        Err(error) => return Answer::failed(error),
    };
    match &arguments.command {
        Command::Setup { inbox, bases } => set_up(&mut laptop, inbox.clone(), bases.clone()),
        Command::Status => status(&laptop, moment),
        Command::Sync => {
            let report = laptop.synchronise(moment.now);
            let fine = report.problems().is_empty();
            Answer { fine, ..Answer::of(Ok::<_, String>(report)) }
        }
        Command::Visit(visit) => enter(&mut laptop, drafts::visit(visit), arguments, moment),
        Command::Request { customer, sheet } => {
            enter(&mut laptop, drafts::request(customer, sheet), arguments, moment)
        }
        Command::Prospect(command) => {
            enter(&mut laptop, drafts::prospect(command, moment), arguments, moment)
        }
        Command::Correct(correction) => correct(&mut laptop, correction, arguments, moment),
        Command::GiveUp { name } => match laptop.give_up(name, moment.now) {
            Ok(()) => Answer::fine(json!({ "given_up": name })),
            Err(refusal) => refused(&refusal),
        },
        Command::Show(show) => shows::run(&laptop, show, moment),
    }
}

fn set_up(laptop: &mut Laptop, inbox: std::path::PathBuf, bases: std::path::PathBuf) -> Answer {
    match laptop.set_up(Settings { inbox, bases }) {
        Ok(()) => Answer::fine(json!({ "state": laptop.state() })),
        Err(error) => Answer::failed(error),
    }
}

fn status(laptop: &Laptop, moment: Moment) -> Answer {
    let state = laptop.state();
    let of = |filter| laptop.count_entries(filter);
    Answer::fine(json!({
        "state": state,
        "what_to_do": state.what_to_do(),
        "user": laptop.user(),
        "device": laptop.device(),
        "settings": laptop.settings(),
        "freshness": laptop.freshness(moment.now),
        "entries": {
            "all": of(EntryFilter::All),
            "waiting": of(EntryFilter::Waiting),
            "to_mend": of(EntryFilter::ToMend),
            "done": of(EntryFilter::Done),
        },
        "notices": laptop.notices(),
    }))
}

fn enter(laptop: &mut Laptop, draft: drafts::Drafted, arguments: &Arguments, moment: Moment) -> Answer {
    save(laptop, draft, None, arguments, moment)
}

fn correct(laptop: &mut Laptop, correction: &CorrectArgs, arguments: &Arguments, moment: Moment) -> Answer {
    let Some(draft) = laptop.draft_of(&correction.name) else {
        return Answer::failed("there is no such entry on this laptop");
    };
    save(laptop, drafts::corrected(draft, correction), Some(&correction.name), arguments, moment)
}

fn save(
    laptop: &mut Laptop,
    draft: Result<EntryDraft, Vec<client::EntryProblem>>,
    replaces: Option<&FileName>,
    arguments: &Arguments,
    moment: Moment,
) -> Answer {
    let saved = draft.map_err(Refusal::Problems).and_then(|draft| {
        let saved = match replaces {
            Some(name) => laptop.correct(name, &draft, None, moment),
            None => laptop.enter(&draft, None, moment),
        };
        saved.map(|saved| (saved, draft.prospect()))
    });
    let (saved, prospect) = match saved {
        Ok(done) => done,
        Err(refusal) => return refused(&refusal),
    };
    // Saved is saved: that it cannot be dropped now is told, and no failure.
    let moved = if arguments.hold { None } else { Some(laptop.send(moment.now)) };
    let dropped = moved.as_ref().is_some_and(|moved| moved.files.contains(&saved.name));
    let notices = moved.map(|moved| moved.notices).unwrap_or_default();
    Answer::fine(json!({
        "name": saved.name,
        "sequence": saved.sequence,
        "prospect": prospect,
        "dropped": dropped,
        "warnings": saved.warnings,
        "notices": notices,
    }))
}

fn refused(refusal: &Refusal) -> Answer {
    let json = match refusal {
        Refusal::Problems(problems) => json!({ "problems": problems }),
        other => json!({ "error": other.to_string() }),
    };
    Answer { json, fine: false }
}
