//! `creations list|show|validate|refuse`: what accountants do in the back office, from the command line.

use std::path::Path;

use domain::{CustomerField, FieldKind, FieldValue, identity_keys};
use serde_json::{Value, json};
use uuid::Uuid;
use winpneu::creations::{self, Creation, CreationState};
use winpneu::duplicates::{self, CustomerKeys, Other};
use winpneu::prospects::Sheet;
use winpneu::registry::DETAIL_UNITS;
use winpneu::{Connection, prospects, visits};

use super::Answer;
use crate::cli::{CreationsCommand, ValidateArguments};
use crate::config::Config;
use crate::creations::{Completion, Desk, refuse, unknown, validate};
use crate::failure::Failure;
use crate::installation::open_base;
use crate::mail::one_line::on_one_line;

/// Of each state: nobody reads more at once.
const LISTED: u32 = 500;

pub(super) async fn run(
    config: &Config,
    config_path: &Path,
    command: CreationsCommand,
) -> Result<Answer, Failure> {
    let mut base = open_base(config).await?;
    let folder = config_path.parent().unwrap_or(Path::new("."));
    match command {
        CreationsCommand::List { all } => list(&mut base, all).await,
        CreationsCommand::Show { id } => show(&mut base, id).await,
        CreationsCommand::Validate(arguments) => {
            let desk = Desk::open(&mut base, config, folder, arguments.by.as_deref()).await?;
            let completion = completion(&arguments)?;
            let code = validate(&mut base, &desk, arguments.id, &completion).await?;
            let json = json!({ "validated": arguments.id, "customer": code });
            Ok(Answer::fine(json, format!("validated: the customer is {code}")))
        }
        CreationsCommand::Refuse { id, reason, by } => {
            let words = reason.join(" ");
            if words.trim().is_empty() {
                return Err(Failure::Usage("say why: creations refuse ID REASON".to_owned()));
            }
            if words.encode_utf16().count() > DETAIL_UNITS {
                return Err(Failure::Usage(format!(
                    "at most {DETAIL_UNITS} characters of reason: shorten it"
                )));
            }
            let desk = Desk::open(&mut base, config, folder, by.as_deref()).await?;
            refuse(&mut base, &desk, id, words.trim()).await?;
            Ok(Answer::fine(
                json!({ "refused": id }),
                "refused: the rep is told by his receipt, and by mail if he has an address",
            ))
        }
    }
}

fn completion(arguments: &ValidateArguments) -> Result<Completion, Failure> {
    let mut completion = Completion::default();
    if let Some(code) = &arguments.code {
        let code = code.parse().map_err(|error| Failure::Usage(format!("--code {code:?}: {error}")))?;
        completion.code = Some(code);
    }
    for assignment in &arguments.set {
        let wrong = |problem: String| Failure::Usage(format!("--set {assignment:?}: {problem}"));
        let (column, text) =
            assignment.split_once('=').ok_or_else(|| wrong("write it COLUMN=VALUE".to_owned()))?;
        let field: CustomerField =
            column.trim().parse().map_err(|error: domain::UnknownCustomerField| wrong(error.to_string()))?;
        if !field.is_annex_2() {
            return Err(wrong("an ERP customer has no such field".to_owned()));
        }
        let value = match field.spec().kind {
            FieldKind::Integer if !text.is_empty() => FieldValue::Integer(
                text.trim().parse().map_err(|_| wrong("this field holds a whole number".to_owned()))?,
            ),
            _ => FieldValue::text(text.trim()).map_err(|error| wrong(error.to_string()))?,
        };
        completion.fields.insert(field, value);
    }
    Ok(completion)
}

fn sheet(creation: &Creation) -> Sheet {
    let fields = creation.final_fields.as_deref().unwrap_or(&creation.fields);
    serde_json::from_str(fields).unwrap_or_default()
}

fn line(creation: &Creation) -> Value {
    json!({
        "id": creation.id,
        "state": creation.state,
        "name": sheet(creation).get(&CustomerField::Name),
        "prospect": creation.prospect,
        "asked_by": creation.asked_by,
        "asked_at": creation.asked_at.and_utc(),
        "decided_by": creation.decided_by,
        "decided_at": creation.decided_at.map(|at| at.and_utc()),
        "reason": creation.reason,
        "customer": creation.customer,
    })
}

async fn list(base: &mut Connection, all: bool) -> Result<Answer, Failure> {
    let mut found = creations::in_state(base, CreationState::Pending, LISTED).await?;
    if all {
        for state in [CreationState::Refused, CreationState::Validated] {
            found.extend(creations::in_state(base, state, LISTED).await?);
        }
    }
    let lines: Vec<Value> = found.iter().map(line).collect();
    let text: Vec<String> = found
        .iter()
        .map(|creation| {
            let name = sheet(creation).get(&CustomerField::Name).map(ToString::to_string);
            format!(
                "{}  {:<9}  {}  asked by {} on {}",
                creation.id,
                creation.state.as_str(),
                name.unwrap_or_default(),
                creation.asked_by,
                creation.asked_at.date(),
            )
        })
        .collect();
    let text = if text.is_empty() { "no creation is pending".to_owned() } else { text.join("\n") };
    Ok(Answer::fine(json!({ "creations": lines }), text))
}

async fn show(base: &mut Connection, id: Uuid) -> Result<Answer, Failure> {
    let creation = creations::find(base, id).await?.ok_or_else(|| unknown(id))?;
    let prospect = prospects::find(base, creation.prospect).await?;
    let visits = visits::of_prospect(base, creation.prospect).await?;
    let sheet = sheet(&creation);
    let known = likely_known(base, &creation, &sheet).await?;
    let mut json = line(&creation);
    json["likely_known"] = json!(known);
    json["fields"] = json!(sheet);
    json["comment"] = json!(creation.comment);
    json["signed"] = json!(creation.signature.is_some());
    json["visits"] = json!(visits.len());
    let today = prospect.map(|prospect| prospect.fields).unwrap_or_default();
    json["prospect_fields"] = json!(today);
    let mut text = vec![format!(
        "{} {}: asked by {} on {} UTC",
        creation.state.as_str(),
        creation.id,
        creation.asked_by,
        creation.asked_at
    )];
    let row = |field: &CustomerField, value: &FieldValue| {
        format!("{:<18} {:<30} {value}", field.column(), field.spec().label)
    };
    text.extend(sheet.iter().map(|(field, value)| row(field, value)));
    // What an MP changed meanwhile, for the accountant to see.
    let changed =
        today.iter().filter(|(field, value)| field.is_annex_2() && sheet.get(*field) != Some(*value));
    text.extend(
        changed.map(|(field, value)| {
            format!("{:<30} {value}   (the prospect has this today)", field.spec().label)
        }),
    );
    text.extend(known.iter().map(|other| format!("LIKELY KNOWN ALREADY: {other}")));
    text.push(format!("signed: {}, visits: {}", json["signed"], visits.len()));
    text.extend(creation.comment.map(|comment| format!("comment: {}", on_one_line(&comment))));
    text.extend(creation.reason.map(|reason| format!("refused because: {}", on_one_line(&reason))));
    text.extend(creation.customer.map(|customer| format!("customer: {customer}")));
    Ok(Answer::fine(json, text.join("\n")))
}

/// Who shares telephone, SIRET or VAT number with the customer to be: an accountant must not make a duplicate unawares.
async fn likely_known(
    base: &mut Connection,
    creation: &Creation,
    sheet: &Sheet,
) -> Result<Vec<String>, Failure> {
    if creation.state != CreationState::Pending {
        return Ok(Vec::new());
    }
    let text = |field: CustomerField| match sheet.get(&field) {
        Some(FieldValue::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let customers = CustomerKeys::load(base).await?;
    let matches = duplicates::matches(base, &customers, creation.prospect, &identity_keys(text)).await?;
    let words = matches.iter().flat_map(|((kind, key), others)| {
        others.iter().map(move |other| match other {
            Other::Customer(code) => format!("customer {code} ({} {key})", kind.as_str()),
            Other::Prospect(id) => format!("prospect {id} ({} {key})", kind.as_str()),
        })
    });
    Ok(words.collect())
}
