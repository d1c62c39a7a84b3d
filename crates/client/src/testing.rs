//! Entries for tests, made without a journal.

use std::num::NonZeroU64;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{CustomerField, FieldValue, FollowUpChange, OwnRecord, PersonRecord, UserFolder};
use exchange_schema::{
    Changes, CustomerVisitPayload, Deletion, ExchangeFile, Payload, ProspectChange, ProspectCreationPayload,
    ProspectDeletion, ProspectEditPayload, ProspectId, ProspectUpdate, ProspectVisitPayload, ReceiptState,
    Sha256, Target,
};
use snapshot::read::ProspectCard;
use uuid::Uuid;

use crate::journal::{Entry, Fate};

pub fn at(second: i64) -> DateTime<Utc> {
    day("2026-11-21").and_hms_opt(8, 0, 0).unwrap().and_utc() + Duration::seconds(second)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn text(text: &str) -> FieldValue {
    FieldValue::text(text).unwrap()
}

/// The same for the same number: tests print nothing random.
pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x019a_b3c4_7d1e_7000, 0x8000_0000_0000_0000 | number)
}

pub fn prospect(number: u64) -> ProspectId {
    ProspectId::try_from(id(number)).unwrap()
}

pub fn own() -> OwnRecord {
    let person = PersonRecord {
        folder: "jdupont".into(),
        c_user: Some("JDU".into()),
        c_rep: Some("R1".into()),
        name: Some("Jean Dupont".into()),
        active: true,
    };
    OwnRecord { person, windows_user: None, email: None, admin: false, accountant: false }
}

/// The `sequence`-th entry, made so many seconds after eight.
pub fn entry(sequence: u64, payload: Payload) -> Entry {
    correction(sequence, payload, None)
}

pub fn correction(sequence: u64, payload: Payload, replaces: Option<&Entry>) -> Entry {
    let made = at(i64::try_from(sequence).unwrap());
    let user = UserFolder::parse("jdupont").unwrap();
    let device = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11".parse().unwrap();
    let subject = match &payload {
        Payload::Vc(visit) => visit.customer.to_string(),
        Payload::Mc(request) => request.customer.to_string(),
        other => other.prospect().unwrap().to_string(),
    };
    let number = NonZeroU64::new(sequence).unwrap();
    let mut file =
        ExchangeFile::new(id(1_000 + sequence), made, user, device, payload).unwrap().with_sequence(number);
    if let Some(other) = replaces {
        file = file.replacing(other.file.file_name().clone()).unwrap();
    }
    let sha256 = Sha256::of(&file.to_json().unwrap());
    Entry {
        device: file.device(),
        file: Arc::new(file),
        place: sequence,
        sequence: number,
        sha256,
        subject,
        saved_at: made,
        dropped_at: Some(made),
        fate: None,
        integrated_at: None,
        removed_at: None,
        replaced_by: None,
        given_up_at: None,
    }
}

impl Entry {
    /// With a receipt.
    pub fn told(mut self, state: ReceiptState, seq: Option<u64>, target: Option<Target>) -> Self {
        self.fate = Some(Fate {
            state,
            at: at(1_000),
            reference: None,
            reason: None,
            seq,
            target,
            message: None,
            clashes: Vec::new(),
        });
        self
    }

    /// With a receipt that says so.
    pub fn integrated(self, seq: u64, target: Target) -> Self {
        self.told(ReceiptState::Integrated, Some(seq), Some(target))
    }

    /// With a receipt that says so.
    pub fn rejected(self) -> Self {
        self.told(ReceiptState::Rejected, None, None)
    }
}

pub fn vc(customer: &str, visited_on: &str, follow_up_on: FollowUpChange) -> Payload {
    Payload::Vc(CustomerVisitPayload {
        customer: customer.parse().unwrap(),
        visited_on: day(visited_on),
        visited_at: "09:05".parse().unwrap(),
        comment: "vu le gérant".parse().unwrap(),
        answers: None,
        follow_up_on,
        fleet: domain::Fleet::default(),
    })
}

pub fn vp(number: u64, visited_on: &str) -> Payload {
    Payload::Vp(ProspectVisitPayload {
        prospect: prospect(number),
        visited_on: day(visited_on),
        visited_at: "09:05".parse().unwrap(),
        comment: "".parse().unwrap(),
        answers: None,
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    })
}

pub fn cp(number: u64, fields: &[(CustomerField, &str)]) -> Payload {
    Payload::Cp(ProspectCreationPayload {
        prospect: prospect(number),
        fields: fields.iter().map(|(field, value)| (*field, text(value))).collect(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
        duplicate_reason: None,
    })
}

/// Field, from, to.
pub fn mp(number: u64, changes: &[(CustomerField, &str, &str)]) -> Payload {
    let value = |given: &str| (!given.is_empty()).then(|| text(given));
    let changes = changes.iter().map(|(field, from, to)| ProspectChange {
        field: *field,
        from: value(from),
        to: value(to),
        also: Vec::new(),
    });
    Payload::Mp(ProspectEditPayload::Update(ProspectUpdate {
        prospect: prospect(number),
        changes: Changes::try_from(changes.collect::<Vec<_>>()).unwrap(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    }))
}

pub fn deletion(number: u64) -> Payload {
    let delete = Deletion { reason: "doublon".parse().unwrap() };
    Payload::Mp(ProspectEditPayload::Delete(ProspectDeletion { prospect: prospect(number), delete }))
}

/// A prospect of the base.
pub fn card(number: u64, fields: &[(CustomerField, &str)]) -> ProspectCard {
    ProspectCard {
        id: id(number),
        sheet: fields.iter().map(|(field, value)| (*field, text(value))).collect(),
        created_by: "jdupont".into(),
        created_at: at(0),
        own: true,
        conversion: None,
        last_visit_on: None,
        follow_up: Vec::new(),
        clashes: Vec::new(),
        creation: None,
        who: None,
    }
}
