//! `crm_creation_client`: the life of a creation, and what its receipt tells.

use exchange_schema::Kind;
use uuid::Uuid;
use winpneu::creations::{self, Creation, CreationState, Decision, NewCreation};
use winpneu::receipts::{self, ReceiptRow};
use winpneu::registry::{self, Fate, FileEntry, FileState};
use winpneu::{Connection, Error};

use super::Open;
use super::given::{code, entry, folder, id, minutes_later, within};
use crate::embedded::now;

/// Comments and names are Unicode; only the ERP's own columns are not.
const COMMENT: &str = "Reprise de l’ETA Łuczak → voir RIB\n« à rappeler » 🚜";

fn new_creation(id: Uuid, prospect: Uuid, asked_minute: i64) -> NewCreation {
    NewCreation {
        id,
        prospect,
        fields: r#"{"nom_client":"ETA ŁUCZAK","nb_jour_1":30}"#.to_owned(),
        signature: Some(format!(r#"{{"strokes":"{}"}}"#, "M0 0".repeat(5_000))),
        comment: Some(COMMENT.to_owned()),
        asked_by: "jdupont".to_owned(),
        asked_at: minutes_later(asked_minute),
    }
}

fn file_of(id: Uuid) -> String {
    format!("CC_{id}")
}

/// A pending creation whose file stands in the registry.
async fn ask(base: &mut Connection, creation: &NewCreation) {
    let (author, file) = (folder("jdupont"), file_of(creation.id));
    let sha256 = "a".repeat(64);
    let entry = FileEntry {
        kind: Some(Kind::Cc),
        prospect: Some(creation.prospect),
        ..entry(&file, &author, &sha256)
    };
    let reference = creation.id.to_string();
    let fate = Fate::Integrated { reference: &reference, message: Some("reçue"), clashes: None };
    within(base, async |tx| {
        registry::record(tx, &entry, fate, false, now()).await?;
        creations::insert(tx, creation, &file).await
    })
    .await
    .expect("inserted");
}

fn asked(new: &NewCreation) -> Creation {
    let new = new.clone();
    Creation {
        file: file_of(new.id),
        id: new.id,
        prospect: new.prospect,
        state: CreationState::Pending,
        fields: new.fields,
        signature: new.signature,
        comment: new.comment,
        asked_by: new.asked_by,
        asked_at: new.asked_at.naive_utc(),
        decided_by: None,
        decided_at: None,
        reason: None,
        customer: None,
        final_fields: None,
    }
}

async fn found(base: &mut Connection, id: Uuid) -> Creation {
    creations::find(base, id).await.expect("asked").expect("there is one")
}

async fn receipt(base: &mut Connection, id: Uuid) -> ReceiptRow {
    receipts::receipt(base, &file_of(id)).await.expect("asked").expect("there is one")
}

pub async fn a_creation_comes_back_as_it_was_asked(open: Open) {
    let mut base = open().await;
    assert_eq!(creations::find(&mut base, id(1)).await.expect("asked"), None);
    assert_eq!(creations::pending_of(&mut base, id(7)).await.expect("asked"), None);
    let full = new_creation(id(1), id(7), 0);
    let bare = NewCreation { signature: None, comment: None, ..new_creation(id(2), id(8), 0) };
    for creation in [&full, &bare] {
        ask(&mut base, creation).await;
        assert_eq!(found(&mut base, creation.id).await, asked(creation));
        let pending = creations::pending_of(&mut base, creation.prospect).await.expect("asked");
        assert_eq!(pending, Some(creation.id));
    }
    assert_eq!(creations::pending_of(&mut base, id(9)).await.expect("asked"), None);

    let again = within(&mut base, async |tx| creations::insert(tx, &full, "CC_other").await).await;
    assert!(matches!(again, Err(Error::Duplicate { .. })), "{again:?}");
    let of_that_file = new_creation(id(3), id(9), 0);
    let again =
        within(&mut base, async |tx| creations::insert(tx, &of_that_file, &file_of(id(1))).await).await;
    assert!(matches!(again, Err(Error::Duplicate { .. })), "one file makes one row: {again:?}");
}

async fn in_state(base: &mut Connection, state: CreationState, limit: u32) -> Vec<Uuid> {
    let found = creations::in_state(base, state, limit).await.expect("asked");
    found.iter().map(|creation| creation.id).collect()
}

pub async fn creations_of_a_state_come_oldest_first(open: Open) {
    let mut base = open().await;
    assert_eq!(creations::count_pending(&mut base).await.expect("asked"), (0, None));
    for (number, minute) in [(1, 30), (2, 10), (3, 20), (5, 10), (4, 10)] {
        ask(&mut base, &new_creation(id(number), id(100 + number), minute)).await;
    }
    let pending = CreationState::Pending;
    let oldest = Some(minutes_later(10).naive_utc());
    assert_eq!(creations::count_pending(&mut base).await.expect("asked"), (5, oldest));
    assert_eq!(in_state(&mut base, pending, 100).await, [2, 4, 5, 3, 1].map(id), "then by identity");
    assert_eq!(in_state(&mut base, pending, 2).await, [2, 4].map(id));
    for number in [4, 2, 5] {
        decide(&mut base, &asked(&new_creation(id(number), id(100 + number), 0)), &refused(None)).await;
    }
    assert_eq!(in_state(&mut base, pending, 100).await, [3, 1].map(id));
    assert_eq!(in_state(&mut base, CreationState::Refused, 100).await, [2, 4, 5].map(id));
    assert_eq!(in_state(&mut base, CreationState::Validated, 100).await, [0_u128; 0].map(id));
    let oldest = Some(minutes_later(20).naive_utc());
    assert_eq!(
        creations::count_pending(&mut base).await.expect("asked"),
        (2, oldest),
        "of those that are left"
    );
}

fn refused(reason: Option<&str>) -> Decision<'_> {
    Decision {
        state: CreationState::Refused,
        by: "mcompta",
        at: minutes_later(60),
        reason,
        customer: None,
        final_fields: None,
    }
}

async fn decide(base: &mut Connection, creation: &Creation, decision: &Decision<'_>) -> bool {
    within(base, async |tx| creations::decide(tx, creation, decision).await).await.expect("asked")
}

pub async fn a_creation_is_validated_once(open: Open) {
    let mut base = open().await;
    ask(&mut base, &new_creation(id(1), id(7), 0)).await;
    ask(&mut base, &new_creation(id(2), id(8), 0)).await;
    let pending = found(&mut base, id(1)).await;
    let customer = code("C04016");
    let validated = Decision {
        state: CreationState::Validated,
        customer: Some(&customer),
        final_fields: Some(r#"{"nom_client":"ETA LUCZAK"}"#),
        ..refused(None)
    };
    let (before, seq) = (receipt(&mut base, id(1)).await, registry::counter(&mut base).await.expect("asked"));
    assert_eq!((before.decision.as_deref(), before.message.as_deref()), (None, Some("reçue")));
    assert!(decide(&mut base, &pending, &validated).await);
    let decided = found(&mut base, id(1)).await;
    let expected = Creation {
        state: CreationState::Validated,
        decided_by: Some("mcompta".to_owned()),
        decided_at: Some(minutes_later(60).naive_utc()),
        customer: Some("C04016".to_owned()),
        final_fields: validated.final_fields.map(str::to_owned),
        ..pending.clone()
    };
    assert_eq!(decided, expected);
    let expected = ReceiptRow {
        decision: Some("validated".to_owned()),
        message: None,
        reference: Some("C04016".to_owned()),
        changed_at: minutes_later(60).naive_utc(),
        seq: Some(seq + 1),
        ..before
    };
    assert_eq!(receipt(&mut base, id(1)).await, expected);
    assert_eq!(registry::counter(&mut base).await.expect("asked"), seq + 1, "a new customer is an effect");

    let later = Decision { at: minutes_later(70), ..refused(Some("trop tard")) };
    assert!(!decide(&mut base, &pending, &later).await, "somebody was quicker");
    assert_eq!(found(&mut base, id(1)).await, decided);
    assert_eq!(receipt(&mut base, id(1)).await, expected);
    assert_eq!(registry::counter(&mut base).await.expect("asked"), seq + 1);
    assert_eq!(creations::pending_of(&mut base, id(7)).await.expect("asked"), None);
    assert_eq!(creations::pending_of(&mut base, id(8)).await.expect("asked"), Some(id(2)), "the other waits");
    assert_eq!(receipt(&mut base, id(2)).await.decision, None);
}

pub async fn a_refused_creation_tells_why_and_another_may_come(open: Open) {
    let mut base = open().await;
    ask(&mut base, &new_creation(id(1), id(7), 0)).await;
    let pending = found(&mut base, id(1)).await;
    let words = "RIB illisible → à renvoyer, Mme Łuczak";
    assert!(decide(&mut base, &pending, &refused(Some(words))).await);
    let refused_one = found(&mut base, id(1)).await;
    assert_eq!((refused_one.state, refused_one.reason.as_deref()), (CreationState::Refused, Some(words)));
    assert_eq!((refused_one.customer, refused_one.final_fields), (None, None));
    let told = receipt(&mut base, id(1)).await;
    assert_eq!((told.decision.as_deref(), told.message.as_deref()), (Some("refused"), Some(words)));
    assert_eq!(told.reference, Some(id(1).to_string()), "it keeps the one it had");
    assert_eq!((told.state, told.kind.as_deref()), (FileState::Integrated, Some("CC")));

    ask(&mut base, &new_creation(id(2), id(7), 90)).await;
    assert_eq!(creations::pending_of(&mut base, id(7)).await.expect("asked"), Some(id(2)));
    assert!(!decide(&mut base, &pending, &refused(None)).await);
    assert!(decide(&mut base, &asked(&new_creation(id(2), id(7), 90)), &refused(None)).await);
    assert_eq!(receipt(&mut base, id(2)).await.message, None, "the acknowledgement is over");
}

/// A laptop would pass the decision over if it bore an earlier instant than the acknowledgement that it has.
pub async fn a_decision_is_never_dated_before_what_was_told(open: Open) {
    let mut base = open().await;
    ask(&mut base, &new_creation(id(1), id(7), 0)).await;
    let (pending, told) = (found(&mut base, id(1)).await, receipt(&mut base, id(1)).await);
    let decision = Decision { at: told.changed_at.and_utc() - chrono::Duration::minutes(5), ..refused(None) };
    assert!(decide(&mut base, &pending, &decision).await);
    let decided = receipt(&mut base, id(1)).await;
    assert_eq!((decided.decision.as_deref(), decided.changed_at), (Some("refused"), told.changed_at));
    assert_eq!(
        found(&mut base, id(1)).await.decided_at,
        Some(decision.at.naive_utc()),
        "the clock's own words"
    );
}

pub async fn a_decision_is_undone_with_its_transaction(open: Open) {
    let mut base = open().await;
    ask(&mut base, &new_creation(id(1), id(7), 0)).await;
    let (pending, told) = (found(&mut base, id(1)).await, receipt(&mut base, id(1)).await);
    let mut tx = base.begin().await.expect("begun");
    assert!(creations::decide(&mut tx, &pending, &refused(Some("non"))).await.expect("asked"));
    assert!(!creations::decide(&mut tx, &pending, &refused(Some("non"))).await.expect("asked"));
    tx.rollback().await.expect("rolled back");
    assert_eq!(found(&mut base, id(1)).await, pending);
    assert_eq!(receipt(&mut base, id(1)).await, told);
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 1);
}
