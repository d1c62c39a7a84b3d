//! The registry's later columns: whom a file waits for, and what its receipt tells.

use domain::{CUSTOMER_FIELDS, UserFolder};
use exchange_schema::{Kind, Reason};
use winpneu::receipts::{self, ReceiptRow};
use winpneu::registry::{self, Fate, FileEntry, FileState, KnownFile};
use winpneu::{Connection, Error};

use super::Open;
use super::given::{entry, folder, id, integrated, minutes_later, record, within};
use crate::embedded::now;

async fn known(base: &mut Connection, name: &str) -> KnownFile {
    registry::find(base, name).await.expect("asked").expect("it is registered")
}

pub async fn only_files_that_wait_for_a_prospect_wait_anew(open: Open) {
    let mut base = open().await;
    let (author, sha256) = (folder("jdupont"), "a".repeat(64));
    let waiting = |reason| Fate::Waiting { reason, detail: "" };
    let refused = Fate::Refused { reason: Reason::UnknownProspect, detail: "" };
    let files = [
        ("waits", Some(id(1)), waiting(Reason::UnknownProspect)),
        ("waits too", Some(id(1)), waiting(Reason::UnknownProspect)),
        ("for another", Some(id(2)), waiting(Reason::UnknownProspect)),
        ("for nobody", None, waiting(Reason::UnknownProspect)),
        ("for its clock", Some(id(1)), waiting(Reason::ClockAhead)),
        ("was refused", Some(id(1)), refused),
        ("is done", Some(id(1)), integrated("x")),
    ];
    for (name, prospect, fate) in files {
        let entry = FileEntry { prospect, ..entry(name, &author, &sha256) };
        record(&mut base, &entry, fate, false, now()).await.expect("registered");
    }
    for prospect in [id(1), id(9)] {
        within(&mut base, async |tx| registry::restart_waiting(tx, prospect, minutes_later(60)).await)
            .await
            .expect("a prospect that nobody waits for is no error");
    }
    for (name, ..) in files {
        let file = known(&mut base, name).await;
        let minutes = if name.starts_with("waits") { 60 } else { 0 };
        assert_eq!(file.received_at, minutes_later(minutes).naive_utc(), "{name}");
        assert_eq!(file.changed_at, now().naive_utc(), "{name}: its receipt has nothing new to tell");
    }
    // It is judged again and waits for another one: its time goes on, and the first one's CP is nothing to it.
    let other = FileEntry { prospect: Some(id(2)), ..entry("waits", &author, &sha256) };
    let at = minutes_later(90);
    record(&mut base, &other, waiting(Reason::UnknownProspect), true, at).await.expect("registered");
    assert_eq!(known(&mut base, "waits").await.received_at, minutes_later(60).naive_utc());
    within(&mut base, async |tx| registry::restart_waiting(tx, id(1), minutes_later(95)).await)
        .await
        .expect("restarted");
    assert_eq!(
        known(&mut base, "waits").await.received_at,
        minutes_later(60).naive_utc(),
        "not its prospect"
    );
    assert_eq!(known(&mut base, "waits too").await.received_at, minutes_later(95).naive_utc());
}

async fn since(base: &mut Connection, folder: &str, minutes: i64) -> Vec<ReceiptRow> {
    let mut rows = receipts::since(base, folder, minutes_later(minutes)).await.expect("asked");
    let mut found = Vec::new();
    while let Some(row) = rows.next().await.expect("read") {
        found.push(row);
    }
    found
}

async fn names(base: &mut Connection, folder: &str, minutes: i64) -> Vec<String> {
    since(base, folder, minutes).await.into_iter().map(|row| row.name).collect()
}

async fn integrate_at(base: &mut Connection, name: &str, author: &UserFolder, minutes: i64) {
    let entry = entry(name, author, "");
    let entry = FileEntry { sha256: None, ..entry };
    record(base, &entry, integrated("x"), false, minutes_later(minutes)).await.expect("integrated");
}

pub async fn receipts_come_the_latest_first(open: Open) {
    let mut base = open().await;
    let (author, other) = (folder("jdupont"), folder("pmartin"));
    for (name, minutes) in [("b", 5), ("d", 1), ("a", 9), ("c", 5)] {
        integrate_at(&mut base, name, &author, minutes).await;
    }
    integrate_at(&mut base, "x", &other, 7).await;
    assert_eq!(names(&mut base, "jdupont", 0).await, ["a", "c", "b", "d"], "of one instant by name");
    assert_eq!(names(&mut base, "jdupont", 5).await, ["a", "c", "b"], "that instant included");
    assert_eq!(names(&mut base, "jdupont", 10).await, [""; 0]);
    assert_eq!(names(&mut base, "pmartin", 0).await, ["x"]);
    // More than one batch of rows.
    for number in 0..300 {
        integrate_at(&mut base, &format!("n{number:03}"), &other, 20 + number % 3).await;
    }
    let found = since(&mut base, "pmartin", 0).await;
    assert_eq!(found.len(), 301);
    assert!(found.is_sorted_by(|x, y| (x.changed_at, &x.name) > (y.changed_at, &y.name)));
}

pub async fn a_receipt_tells_kind_words_and_clashes(open: Open) {
    let mut base = open().await;
    let (author, sha256) = (folder("jdupont"), "b".repeat(64));
    let all: Vec<&str> = CUSTOMER_FIELDS.iter().map(|spec| spec.column).collect();
    let clashes = serde_json::json!(all).to_string();
    let words = "déjà suivi, voir l’administrateur Łuczak →";
    let entry = FileEntry { kind: Some(Kind::Mp), prospect: Some(id(1)), ..entry("a", &author, &sha256) };
    let refused = Fate::Refused { reason: Reason::NotOwner, detail: "no" };
    record(&mut base, &entry, refused, false, now()).await.expect("refused");
    let expected = ReceiptRow {
        name: "a".to_owned(),
        sha256: Some(sha256.clone()),
        state: FileState::Refused,
        reason: Some("not-owner".to_owned()),
        reference: None,
        seq: None,
        changed_at: now().naive_utc(),
        kind: Some("MP".to_owned()),
        decision: None,
        message: None,
        clashes: None,
    };
    assert_eq!(receipts::receipt(&mut base, "a").await.expect("asked"), Some(expected.clone()));

    let reference = id(1).to_string();
    let fate = Fate::Integrated { reference: &reference, message: Some(words), clashes: Some(&clashes) };
    record(&mut base, &entry, fate, true, minutes_later(3)).await.expect("integrated");
    let expected = ReceiptRow {
        state: FileState::Integrated,
        reason: None,
        reference: Some(reference.clone()),
        seq: Some(1),
        changed_at: minutes_later(3).naive_utc(),
        message: Some(words.to_owned()),
        clashes: Some(clashes.clone()),
        ..expected
    };
    assert_eq!(receipts::receipt(&mut base, "a").await.expect("asked"), Some(expected.clone()));
    assert_eq!(since(&mut base, "jdupont", 0).await, [expected]);
    assert_eq!(receipts::receipt(&mut base, "b").await.expect("asked"), None);
}

/// Words for people are cut to their column; the column counts UTF-16 units.
pub async fn long_words_are_cut_and_refuse_nothing(open: Open) {
    let mut base = open().await;
    let author = folder("jdupont");
    for (name, words, kept) in [
        ("a", "œ".repeat(1001), "œ".repeat(1000)),
        ("b", "🚜".repeat(501), "🚜".repeat(500)),
        ("c", format!("{}🚜", "x".repeat(999)), "x".repeat(999)),
    ] {
        let entry = FileEntry { sha256: None, ..entry(name, &author, "") };
        let fate = Fate::Integrated { reference: "x", message: Some(&words), clashes: None };
        record(&mut base, &entry, fate, false, now()).await.expect("integrated");
        let receipt = receipts::receipt(&mut base, name).await.expect("asked").expect("there is one");
        assert_eq!(receipt.message, Some(kept), "{name}");
    }
}

pub async fn only_a_refused_file_can_be_replaced(open: Open) {
    let mut base = open().await;
    let author = folder("jdupont");
    let refused = Fate::Refused { reason: Reason::NotOwner, detail: "" };
    let file = FileEntry { sha256: None, ..entry("refused", &author, "") };
    record(&mut base, &file, refused, false, now()).await.expect("refused");
    integrate_at(&mut base, "integrated", &author, 0).await;
    let replace = async |base: &mut Connection, name: &str| {
        within(base, async |tx| registry::mark_replaced(tx, name, "corrected", minutes_later(5)).await).await
    };
    replace(&mut base, "refused").await.expect("replaced");
    for name in ["refused", "integrated", "nobody"] {
        let answer = replace(&mut base, name).await;
        assert!(matches!(answer, Err(Error::Duplicate { .. })), "{name}: {answer:?}");
    }
    let replaced = known(&mut base, "refused").await;
    assert_eq!((replaced.state, replaced.changed_at), (FileState::Replaced, minutes_later(5).naive_utc()));
    let again = record(&mut base, &file, refused, true, minutes_later(6)).await;
    assert!(matches!(again, Err(Error::Duplicate { .. })), "it can never be retried: {again:?}");
}

/// A laptop passes over what bears an earlier instant than the receipt that it has. So a clock that was set back must not date a new
/// state before the one that was told already.
pub async fn a_receipt_never_goes_back_in_time(open: Open) {
    let mut base = open().await;
    let author = folder("jdupont");
    let file = |name| FileEntry { sha256: None, ..entry(name, &author, "") };
    let waiting = Fate::Waiting { reason: Reason::ClockAhead, detail: "" };
    let refused = Fate::Refused { reason: Reason::NotOwner, detail: "" };
    let at = |receipt: &ReceiptRow| (receipt.state, receipt.changed_at);
    let of = async |base: &mut Connection, name: &str| {
        at(&receipts::receipt(base, name).await.expect("asked").expect("there is one"))
    };
    let told = minutes_later(60).naive_utc();

    record(&mut base, &file("waits"), waiting, false, minutes_later(60)).await.expect("registered");
    record(&mut base, &file("waits"), refused, true, minutes_later(5)).await.expect("refused");
    assert_eq!(of(&mut base, "waits").await, (FileState::Refused, told));
    let received_at = known(&mut base, "waits").await.received_at;
    assert_eq!(received_at, told, "since when it waited is another matter");
    record(&mut base, &file("waits"), waiting, true, minutes_later(10)).await.expect("waits again");
    assert_eq!(of(&mut base, "waits").await, (FileState::Waiting, told));
    let received_at = known(&mut base, "waits").await.received_at;
    assert_eq!(
        received_at,
        minutes_later(10).naive_utc(),
        "it waits anew from now on, whatever the clock says"
    );
    record(&mut base, &file("waits"), integrated("x"), true, minutes_later(61)).await.expect("integrated");
    assert_eq!(of(&mut base, "waits").await, (FileState::Integrated, minutes_later(61).naive_utc()));

    record(&mut base, &file("wrong"), refused, false, minutes_later(60)).await.expect("refused");
    within(&mut base, async |tx| registry::mark_replaced(tx, "wrong", "right", minutes_later(5)).await)
        .await
        .expect("replaced");
    assert_eq!(of(&mut base, "wrong").await, (FileState::Replaced, told));
}

pub async fn a_chain_of_corrections_is_found_from_its_end(open: Open) {
    let mut base = open().await;
    let author = folder("jdupont");
    let refused = Fate::Refused { reason: Reason::NotOwner, detail: "" };
    for (name, corrects) in [
        ("a", None),
        ("b", Some("a")),
        ("c", Some("b")),
        ("x", Some("y")),
        ("y", Some("x")),
        ("z", Some("gone")),
    ] {
        let file = FileEntry { corrects, sha256: None, ..entry(name, &author, "") };
        record(&mut base, &file, refused, false, now()).await.expect("refused");
    }
    for (name, chain) in
        [("c", &["c", "b", "a"][..]), ("a", &["a"]), ("x", &["x", "y"]), ("z", &["z"]), ("nobody", &[])]
    {
        let found = registry::corrections(&mut base, name).await.expect("asked");
        assert_eq!(found.iter().map(|known| known.name.as_str()).collect::<Vec<_>>(), chain, "{name}");
    }
    let file = FileEntry { corrects: Some("a"), sha256: None, ..entry("c", &author, "") };
    record(&mut base, &file, refused, true, now()).await.expect("judged again");
    assert_eq!(
        registry::corrections(&mut base, "c").await.expect("asked").len(),
        2,
        "what it says now counts"
    );
}
