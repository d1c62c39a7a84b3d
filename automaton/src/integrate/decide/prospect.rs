//! CP: a new prospect.

use std::collections::BTreeMap;

use domain::{Attachment, CustomerField, FieldValue, identity_keys};
use exchange_schema::{ProspectCreationPayload, Reason};
use serde_json::json;
use winpneu::duplicates::Matches;
use winpneu::prospects::{NewProspect, Sheet};

use super::{Case, Judgement, refused};
use crate::integrate::plan::{EntityKey, Plan, Told, Write};

/// All that an author may learn of a likely duplicate (design §5, privacy).
pub const ALREADY_FOLLOWED: &str = "déjà suivi, voir l'administrateur";

/// The sheet that a CP makes: its fields, and the author's own code where it names no rep.
pub fn new_sheet(payload: &ProspectCreationPayload, c_rep: Option<&str>) -> Sheet {
    let mut sheet: Sheet = payload.fields.iter().map(|(field, value)| (field, value.clone())).collect();
    if let Some(own) = c_rep.filter(|code| !code.is_empty()) {
        sheet.entry(CustomerField::SalesRep).or_insert_with(|| FieldValue::Text(own.to_owned()));
    }
    sheet
}

/// A text of a sheet.
pub fn text(sheet: &Sheet, field: CustomerField) -> Option<&str> {
    match sheet.get(&field)? {
        FieldValue::Text(text) => Some(text.as_str()),
        FieldValue::Integer(_) => None,
    }
}

/// CP.
pub(super) fn judge(case: &Case<'_>, payload: &ProspectCreationPayload) -> Judgement {
    let id = *payload.prospect.as_uuid();
    if case.facts.prospect.is_some() {
        return refused(Reason::BadValue, format!("the prospect {id} exists already"));
    }
    let c_rep = case.author.c_rep.as_ref().map(domain::ErpText::as_str);
    let sheet = new_sheet(payload, c_rep);
    if text(&sheet, CustomerField::Name).is_none_or(|name| name.trim().is_empty()) {
        return refused(Reason::BadValue, "nom_client: a prospect needs a name");
    }
    for (field, value) in &sheet {
        case.checked_value(*field, Some(value))?;
    }
    let attachment = Attachment {
        since: case.file.created_at(),
        c_rep: text(&sheet, CustomerField::SalesRep).map(str::to_owned),
        creator_withdrawn: false,
    };
    let keys = identity_keys(|field| text(&sheet, field));
    let told = Told {
        action: "prospect",
        entity: format!("P:{id}"),
        before: None,
        after: json!({ "nom_client": sheet.get(&CustomerField::Name) }),
    };
    let mut writes = vec![
        Write::Prospect(Box::new(NewProspect {
            id,
            fields: sheet,
            created_by: case.author.folder.clone(),
            created_at: case.file.created_at(),
            duplicate_reason: payload.duplicate_reason.as_ref().map(|reason| reason.as_str().to_owned()),
        })),
        Write::Attach(id, attachment),
        Write::Keys(id, keys),
    ];
    writes.extend(flags(id, &case.facts.duplicates));
    let message = (!case.facts.duplicates.is_empty()).then_some(ALREADY_FOLLOWED);
    if !payload.follow_up_on.is_unchanged() || !payload.fleet.is_empty() {
        let event = case.follow_up(payload.follow_up_on, payload.fleet.clone(), None);
        writes.push(Write::FollowUp(EntityKey::Prospect(id), event));
    }
    if case.file.replaces().is_some() {
        writes.push(Write::RestartWaiting(id));
    }
    Ok(Plan { reference: id.to_string(), message, clashes: Vec::new(), decided_on: None, writes, told })
}

/// One flag for each other one and each kind of key, whichever of the keys it was.
pub(super) fn flags(id: uuid::Uuid, duplicates: &Matches) -> impl Iterator<Item = Write> {
    let mut found = BTreeMap::new();
    for ((kind, _), others) in duplicates {
        for other in others {
            found.insert((other.clone(), *kind), ());
        }
    }
    found.into_keys().map(move |(other, kind)| Write::Duplicate(id, kind, other))
}
