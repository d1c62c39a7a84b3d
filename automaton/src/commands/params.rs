//! `params get|set|export|import`: the business parameters, which live in the base and travel to the laptops.

use domain::{Parameters, VisitForm};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use winpneu::journal::{self, JournalEntry};
use winpneu::{Connection, Error, Tx, forms, parameters};

use super::{Answer, Words};
use crate::cli::ParamsCommand;
use crate::clock;
use crate::config::Config;
use crate::deed;
use crate::failure::Failure;
use crate::installation::{open_base, operator};

/// The one parameter that is stored as versions, in a table of its own.
const FORM: &str = "formulaire_visite";

pub(super) async fn run(config: &Config, command: ParamsCommand) -> Result<Answer, Failure> {
    let mut base = open_base(config).await?;
    let (current, problems) = parameters::load(&mut base).await?;
    match command {
        ParamsCommand::Get { name: None } | ParamsCommand::Export { file: None } => {
            let all = export(&current);
            let problems: Vec<_> = problems.iter().map(|p| format!("{}: {}", p.name, p.problem)).collect();
            let mut text = pretty(&all);
            for problem in &problems {
                text.push_str(&format!("\nunreadable, its default is in force: {problem}"));
            }
            Ok(Answer {
                words: Words::Few { json: all.to_string(), text },
                fine: problems.is_empty(),
                misconfigured: false,
            })
        }
        ParamsCommand::Get { name: Some(name) } => {
            let value = current.get(&name).ok_or_else(|| unknown(&name))?;
            Ok(Answer::fine(json!({ &name: value }), pretty(&value)))
        }
        ParamsCommand::Export { file: Some(file) } => {
            std::fs::write(&file, pretty(&export(&current)) + "\n")
                .map_err(|error| Failure::Other(format!("{}: {error}", file.display())))?;
            Ok(Answer::fine(json!({ "exported": file }), format!("wrote {}", file.display())))
        }
        ParamsCommand::Set { name, value } => {
            let value = guess(&name, &value).map_err(Failure::Usage)?;
            let changes = Map::from_iter([(name, value)]);
            store(&mut base, &current, &changes).await
        }
        ParamsCommand::Import { file } => {
            let text = std::fs::read_to_string(&file)
                .map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?;
            let changes: Map<String, Value> = serde_json::from_str(&text).map_err(|error| {
                Failure::Usage(format!("{}: {error}; it must be one JSON object", file.display()))
            })?;
            store(&mut base, &current, &changes).await
        }
    }
}

fn unknown(name: &str) -> Failure {
    Failure::Usage(format!("there is no parameter {name:?}; there are: {}", Parameters::NAMES.join(", ")))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

fn export(current: &Parameters) -> Value {
    let pairs = Parameters::NAMES.iter().filter_map(|name| Some(((*name).to_owned(), current.get(name)?)));
    Value::Object(pairs.collect())
}

/// What was typed may be JSON, plain text, or a list a,b,c: the first reading that fits the parameter. When none fits, the words are
/// those for JSON where it was JSON, else for plain text.
fn guess(name: &str, typed: &str) -> Result<Value, String> {
    let parsed = serde_json::from_str::<Value>(typed).ok();
    let text = Value::String(typed.to_owned());
    let items = typed.split(',').map(str::trim).filter(|item| !item.is_empty());
    let list = Value::Array(items.map(|item| Value::String(item.to_owned())).collect());
    let takes_list = Parameters::default().get(name).is_some_and(|value| value.is_array());
    let mut problem = None;
    for candidate in parsed.into_iter().chain([text, list]) {
        match Parameters::default().set(name, candidate.clone()) {
            Ok(()) => return Ok(candidate),
            // For a list, what is wrong with the list says more than that a text is none.
            Err(error) if takes_list || problem.is_none() => problem = Some(error.to_string()),
            Err(_) => {}
        }
    }
    Err(problem.unwrap_or_default())
}

async fn store(
    base: &mut Connection,
    current: &Parameters,
    changes: &Map<String, Value>,
) -> Result<Answer, Failure> {
    let mut wanted = current.clone();
    for (name, value) in changes {
        let refuse = |error: domain::ParameterError| Failure::Usage(format!("{error}; nothing was changed"));
        wanted.set(name, value.clone()).map_err(refuse)?;
    }
    let changed: Vec<&str> = Parameters::NAMES
        .iter()
        .copied()
        .filter(|name| changes.contains_key(*name) && current.get(name) != wanted.get(name))
        .collect();
    if changed.contains(&FORM) {
        check_form(base, &wanted.formulaire_visite).await?;
    }
    let lines: Vec<(&str, Uuid)> = changed.iter().map(|name| (*name, clock::new_id())).collect();
    // One transaction: any of its lines proves all of them.
    let proof = lines.first().map(|(_, line)| *line);
    deed::make(base, proof, "automaton params get", async |tx| {
        for (name, line) in &lines {
            write(tx, name, current, &wanted, *line).await?;
        }
        Ok(Some(()))
    })
    .await?;
    let text = if changed.is_empty() {
        "nothing changes".to_owned()
    } else {
        format!("changed: {}", changed.join(", "))
    };
    Ok(Answer::fine(json!({ "changed": changed }), text))
}

async fn check_form(base: &mut Connection, form: &VisitForm) -> Result<(), Failure> {
    let (earlier, _) = forms::all(base).await?;
    form.check_successor(&earlier)
        .map_err(|error| Failure::Usage(format!("{FORM}: {error}; nothing was changed")))
}

async fn write(
    tx: &mut Tx<'_>,
    name: &str,
    current: &Parameters,
    wanted: &Parameters,
    line: Uuid,
) -> Result<(), Error> {
    let (now, author) = (clock::now(), operator());
    let (before, after) = (current.get(name).unwrap_or_default(), wanted.get(name).unwrap_or_default());
    if name == FORM {
        forms::insert(tx, &wanted.formulaire_visite, now).await?;
    } else {
        parameters::store(tx, name, &after, &author, now).await?;
    }
    let entry = JournalEntry {
        id: line,
        at: now,
        author: &author,
        action: "parameter-change",
        entity: &format!("parameter:{name}"),
        before: Some(&before.to_string()),
        after: Some(&after.to_string()),
        file: None,
    };
    journal::write(tx, &entry).await
}
