//! Which relations are archived.

use chrono::{NaiveDate, NaiveDateTime};
use winpneu::archiving::{self, Span};
use winpneu::change_requests::{self, NewChangeRequest};
use winpneu::{Connection, Value};

use super::Open;
use super::extracts::run;
use super::given::{code, day, minutes_later, rows, within};

const INSERT: &str = "INSERT INTO dbo.client_relation (objet, date_relation, c_archive, origine_relation, type_entite, crm_fichier)
    VALUES (@P1, @P2, @P3, @P4, @P5, @P6)";

fn before() -> NaiveDate {
    day("2026-08-23")
}

fn instant(text: &str) -> NaiveDateTime {
    text.parse().expect("an instant")
}

fn at(text: &str) -> Value {
    Value::DateTime(instant(text))
}

fn span(first: &str, last: &str) -> Span {
    Span { first: instant(first), last: instant(last) }
}

async fn relation(base: &mut Connection, subject: &str, on: Value, archived: Value, file: Value) {
    run(base, INSERT, &[subject.into(), on, archived, "CRV".into(), "C".into(), file]).await;
}

async fn open_request(base: &mut Connection, file: &str) {
    let request = NewChangeRequest {
        customer: code("C01846"),
        changes: "[]".to_owned(),
        comment: None,
        asked_by: "jdupont".to_owned(),
        asked_at: minutes_later(0),
    };
    within(base, async |tx| change_requests::insert(tx, &request, file).await).await.expect("inserted");
}

async fn archive(base: &mut Connection, span: Span) -> u64 {
    within(base, async |tx| archiving::archive(tx, span, before()).await).await.expect("archived")
}

/// Subjects of what is archived now.
async fn archived(base: &mut Connection) -> Vec<String> {
    let select = "SELECT objet FROM dbo.client_relation WHERE c_archive = 'O'";
    let mut subjects: Vec<String> =
        rows(base, select, &[]).await.iter().map(|row| row.text(0).expect("a text")).collect();
    subjects.sort();
    subjects
}

pub async fn only_what_is_dated_before_the_day_is_archived_and_no_open_request(open: Open) {
    let mut base = open().await;
    let (old, none) = (|| at("2020-01-01T00:00:00"), || Value::Null);
    for (subject, on, archived, file) in [
        ("last second", at("2026-08-22T23:59:59"), "N".into(), none()),
        ("the day", at("2026-08-23T00:00:00"), "N".into(), none()),
        ("later", at("2026-11-21T00:00:00"), "N".into(), none()),
        ("no date", none(), "N".into(), none()),
        ("null", old(), none(), none()),
        ("blank", old(), " ".into(), none()),
        ("other", old(), "X".into(), none()),
        ("done before", old(), "O".into(), none()),
        ("a file's", old(), "N".into(), "VC_1.json".into()),
        ("an open request", old(), "N".into(), "MC_2.json".into()),
        ("a done request", old(), "N".into(), "MC_3.json".into()),
        ("a refused request", old(), "N".into(), "MC_4.json".into()),
    ] {
        relation(&mut base, subject, on, archived, file).await;
    }
    // The ERP's own, of any origin and about anybody.
    run(&mut base, INSERT, &["litige".into(), old(), none(), "LIT".into(), "F".into(), none()]).await;
    for (file, state) in [("MC_2.json", "open"), ("MC_3.json", "done"), ("MC_4.json", "refused")] {
        open_request(&mut base, file).await;
        let decide = "UPDATE dbo.crm_demande_modification SET etat = @P1 WHERE crm_fichier = CAST(@P2 AS varchar(120))";
        run(&mut base, decide, &[state.into(), file.into()]).await;
    }
    let found = archiving::next(&mut base, None, before(), 100).await.expect("asked").expect("some");
    assert_eq!(found, span("2020-01-01T00:00:00", "2026-08-22T23:59:59"));
    assert_eq!(archive(&mut base, found).await, 8);
    let expected = [
        "a done request",
        "a file's",
        "a refused request",
        "blank",
        "done before",
        "last second",
        "litige",
        "null",
        "other",
    ];
    assert_eq!(archived(&mut base).await, expected);
    assert_eq!(archiving::next(&mut base, None, before(), 100).await.expect("asked"), None);
    // Once it is decided, it goes too.
    run(&mut base, "UPDATE dbo.crm_demande_modification SET etat = 'done'", &[]).await;
    let found = archiving::next(&mut base, None, before(), 100).await.expect("asked").expect("one");
    assert_eq!(found, span("2020-01-01T00:00:00", "2020-01-01T00:00:00"));
    assert_eq!(archive(&mut base, found).await, 1);
}

pub async fn what_is_archived_goes_by_portions_and_once(open: Open) {
    let mut base = open().await;
    for number in 1..=7 {
        // The fourth one stays; the third and the fifth are of one second, which no portion parts.
        let second = if number == 5 { 3 } else { number };
        let on = if number == 4 {
            "2026-11-01T00:00:00".to_owned()
        } else {
            format!("2020-01-01T00:00:0{second}")
        };
        relation(&mut base, &number.to_string(), at(&on), "N".into(), Value::Null).await;
    }
    let (mut after, mut portions) = (None, Vec::new());
    while let Some(found) = archiving::next(&mut base, after, before(), 3).await.expect("asked") {
        portions.push((found, archive(&mut base, found).await, archive(&mut base, found).await));
        assert!(portions.len() < 7, "it gets no further: {portions:?}");
        after = Some(found);
    }
    assert_eq!(
        portions,
        [
            (span("2020-01-01T00:00:01", "2020-01-01T00:00:03"), 4, 0),
            (span("2020-01-01T00:00:06", "2020-01-01T00:00:07"), 2, 0)
        ]
    );
    assert_eq!(archived(&mut base).await, ["1", "2", "3", "5", "6", "7"]);
}

/// It would be found again for ever, if what was archived ended at its second.
pub async fn an_open_request_is_passed_by(open: Open) {
    let mut base = open().await;
    for (number, file) in [("1", "MC_1.json".into()), ("2", Value::Null), ("3", "MC_3.json".into())] {
        relation(&mut base, number, at("2020-01-01T08:30:00"), "N".into(), file).await;
    }
    for file in ["MC_1.json", "MC_3.json"] {
        open_request(&mut base, file).await;
    }
    let found = archiving::next(&mut base, None, before(), 1).await.expect("asked").expect("one");
    assert_eq!(archive(&mut base, found).await, 1);
    assert_eq!(archiving::next(&mut base, Some(found), before(), 1).await.expect("asked"), None);
    assert_eq!(archived(&mut base).await, ["2"]);
}

pub async fn what_is_decided_between_looking_and_archiving_counts(open: Open) {
    let mut base = open().await;
    relation(&mut base, "1", at("2020-01-01T00:00:00"), "N".into(), "MC_1.json".into()).await;
    relation(&mut base, "2", at("2020-01-01T00:00:00"), "N".into(), Value::Null).await;
    let found = archiving::next(&mut base, None, before(), 100).await.expect("asked").expect("some");
    open_request(&mut base, "MC_1.json").await;
    run(
        &mut base,
        "UPDATE dbo.client_relation SET date_relation = @P1 WHERE objet = '2'",
        &[at("2026-11-01T00:00:00")],
    )
    .await;
    assert_eq!(archive(&mut base, found).await, 0);
    assert_eq!(archived(&mut base).await, [""; 0]);
}
