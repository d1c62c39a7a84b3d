//! The use cases, as every driver must answer them.

use domain::{
    CustomerCode, ErpText, Fleet, FollowUpChange, FollowUpEvent, Parameters, UserFolder, VisitForm,
};
use exchange_schema::{Kind, Reason};
use winpneu::follow_ups::{self, Entity};
use winpneu::observations::{self, Observation};
use winpneu::registry::{self, Fate, FileEntry, FileState};
use winpneu::users::{self, User};
use winpneu::visits::{self, NewVisit};
use winpneu::{Connection, Error, Statement, Statements, forms, overview, parameters, receipts, runs};

use super::Open;
use crate::embedded::now;

const CUSTOMER: Statement =
    Statement { name: "test", text: "INSERT INTO dbo.client (c_client, nom_client) VALUES (@P1, @P2)" };

fn code(text: &str) -> CustomerCode {
    text.parse().expect("a code")
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

pub async fn a_visit_stands_as_annex_1_says(open: Open) {
    let mut base = open().await;
    base.execute(CUSTOMER, &["C01846".into(), "ETA POIRIER FRÈRES".into()]).await.expect("inserted");
    assert!(visits::customer_exists(&mut base, &code("C01846")).await.expect("asked"));
    assert!(!visits::customer_exists(&mut base, &code("c01846")).await.expect("asked"), "codes are exact");
    assert!(!visits::customer_exists(&mut base, &code("C0184")).await.expect("asked"));
    let form = VisitForm::default_form();
    let first = form.nodes()[0].node.id.clone();
    let answers = form.check(std::slice::from_ref(&first)).expect("may be picked");
    let c_user: ErpText<4> = "JD".parse().expect("a code");
    let visit = NewVisit {
        customer: &code("C01846"),
        visited_on: day("2026-11-21"),
        visited_at: &"14:10".parse().expect("a time"),
        c_user: &c_user,
        comment: "Été\nsaisie via le CRM",
        answers: Some(&answers),
        file: "VC_x.json",
    };
    let mut tx = base.begin().await.expect("begun");
    visits::insert(&mut tx, &visit).await.expect("inserted");
    tx.commit().await.expect("committed");
    let annex = Statement {
        name: "test",
        text: "SELECT origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user, type_relation, objet,
                      commentaire, num_relation_sujet, c_archive, crm_fichier FROM dbo.client_relation",
    };
    let row = base.query_one(annex, &[]).await.expect("asked").expect("a row");
    assert_eq!(row.date_time(1).expect("a day"), day("2026-11-21").and_hms_opt(0, 0, 0).expect("midnight"));
    assert_eq!(row.int(9).expect("a number"), 0);
    let texts = [0, 2, 3, 4, 5, 6, 7, 8, 10, 11].map(|i| row.text(i).expect("a text"));
    assert_eq!(
        texts,
        [
            "CRV",
            "14:10",
            "C",
            "C01846",
            "JD",
            "S",
            "Visite du 21/11/2026",
            "Été\nsaisie via le CRM",
            "N",
            "VC_x.json"
        ]
    );
    let answered =
        Statement { name: "test", text: "SELECT crm_fichier, formulaire, choix FROM dbo.crm_reponse_visite" };
    let row = base.query_one(answered, &[]).await.expect("asked").expect("a row");
    assert_eq!((row.text(0).expect("a name").as_str(), row.int(1).expect("a version")), ("VC_x.json", 1));
    assert_eq!(row.text(2).expect("picked"), format!("[\"{}\"]", first.as_str()));
}

fn entry<'a>(name: &'a str, folder: &'a UserFolder, sha256: &'a str) -> FileEntry<'a> {
    FileEntry {
        name,
        kind: Some(Kind::Vc),
        author: Some(folder),
        folder: folder.as_str(),
        device: Some(uuid::Uuid::nil()),
        sequence: Some(1),
        sha256: Some(sha256),
    }
}

async fn record(
    base: &mut Connection,
    entry: &FileEntry<'_>,
    fate: Fate<'_>,
    known: bool,
) -> Result<(), Error> {
    let mut tx = base.begin().await?;
    registry::record(&mut tx, entry, fate, known, now()).await?;
    tx.commit().await
}

pub async fn the_registry_takes_a_name_once(open: Open) {
    let mut base = open().await;
    let folder = UserFolder::parse("jdupont").expect("a folder");
    let sha = "a".repeat(64);
    assert_eq!(registry::find(&mut base, "n").await.expect("asked"), None);
    let waiting = Fate::Waiting { reason: Reason::ClockAhead, detail: "in an hour" };
    record(&mut base, &entry("n", &folder, &sha), waiting, false).await.expect("registered");
    let known = registry::find(&mut base, "n").await.expect("asked").expect("known");
    assert_eq!((known.state, known.reason.as_deref()), (FileState::Waiting, Some("clock-ahead")));
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 0, "waiting is no effect");
    let done = Fate::Integrated { reference: "C01846" };
    record(&mut base, &entry("n", &folder, &sha), done, true).await.expect("integrated");
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 1);
    for known in [false, true] {
        let again = record(&mut base, &entry("n", &folder, &sha), done, known).await;
        assert!(matches!(again, Err(Error::Duplicate { .. })), "integrated once: {again:?}");
    }
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 1, "the counter was rolled back too");
    assert_eq!(registry::integrated_content(&mut base, &sha).await.expect("asked").as_deref(), Some("n"));
    assert_eq!(registry::integrated_content(&mut base, &"b".repeat(64)).await.expect("asked"), None);
    registry::raise_counter_to(&mut base, 500).await.expect("raised");
    registry::raise_counter_to(&mut base, 400).await.expect("left");
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 500);
}

pub async fn follow_ups_do_not_depend_on_the_order_of_arrival(open: Open) {
    let mut base = open().await;
    let customer = code("C01846");
    let event = |file: &str, minute: u32, visited: &str, change| FollowUpEvent {
        at: now() + chrono::Duration::minutes(minute.into()),
        file: file.to_owned(),
        visited_on: Some(day(visited)),
        change,
        fleet: Fleet::default(),
    };
    let later = event("b", 2, "2026-11-22", FollowUpChange::Unchanged);
    let earlier = event("a", 1, "2026-11-21", FollowUpChange::Set(day("2026-11-22")));
    for (event, expected) in [(&later, None), (&earlier, None)] {
        let mut tx = base.begin().await.expect("begun");
        follow_ups::insert(&mut tx, Entity::Customer(&customer), event).await.expect("inserted");
        tx.commit().await.expect("committed");
        let current = follow_ups::current(&mut base, Entity::Customer(&customer)).await.expect("asked");
        assert_eq!(current.on, expected, "the later visit clears the date, though it arrived first");
    }
    let mut fleet: FollowUpEvent = event("c", 3, "2026-11-22", FollowUpChange::Set(day("2026-12-24")));
    fleet.fleet = serde_json::from_str(r#"{"AGRI": 22, "TP": null}"#).expect("a fleet");
    let mut tx = base.begin().await.expect("begun");
    follow_ups::insert(&mut tx, Entity::Customer(&customer), &fleet).await.expect("inserted");
    tx.commit().await.expect("committed");
    let current = follow_ups::current(&mut base, Entity::Customer(&customer)).await.expect("asked");
    assert_eq!((current.on, current.fleet), (Some(day("2026-12-24")), fleet.fleet));
}

pub async fn users_parameters_and_forms_come_back(open: Open) {
    let mut base = open().await;
    let user = User {
        folder: "jdupont".to_owned(),
        windows_user: Some("SIEGE\\JDupont".to_owned()),
        c_user: Some("JD".parse().expect("a code")),
        c_rep: None,
        email: Some("j.dupont@pneus.example".to_owned()),
        shown_name: Some("Jérôme Dupont".to_owned()),
        admin: false,
        accountant: true,
        active: true,
    };
    users::insert(&mut base, &user).await.expect("inserted");
    assert_eq!(users::all(&mut base).await.expect("asked"), std::slice::from_ref(&user));
    assert!(matches!(users::insert(&mut base, &user).await, Err(Error::Duplicate { .. })));
    let folder = UserFolder::parse("jdupont").expect("a folder");
    assert!(users::set_active(&mut base, &folder, false).await.expect("asked"));
    assert!(!users::all(&mut base).await.expect("asked")[0].active);
    let nobody = UserFolder::parse("nobody").expect("a folder");
    assert!(!users::set_active(&mut base, &nobody, false).await.expect("asked"));

    forms::insert(&mut base, &VisitForm::default_form(), now()).await.expect("inserted");
    parameters::store(&mut base, "visite_retro_jours", &serde_json::json!(30), "operator", now())
        .await
        .expect("stored");
    parameters::store(&mut base, "visite_retro_jours", &serde_json::json!(31), "operator", now())
        .await
        .expect("again");
    parameters::store(&mut base, "types_parc", &serde_json::json!(3), "operator", now())
        .await
        .expect("stored as it is");
    let (loaded, problems) = parameters::load(&mut base).await.expect("asked");
    assert_eq!(loaded.visite_retro_jours.get(), 31);
    assert_eq!(loaded.types_parc, Parameters::default().types_parc, "what cannot be read keeps its default");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].name, "types_parc");
    assert_eq!(forms::all(&mut base).await.expect("asked").0, [VisitForm::default_form()]);
}

async fn receipts_since(
    base: &mut Connection,
    folder: &str,
    since: chrono::DateTime<chrono::Utc>,
) -> Vec<receipts::ReceiptRow> {
    let mut found = Vec::new();
    let mut rows = receipts::since(base, folder, since).await.expect("asked");
    while let Some(row) = rows.next().await.expect("read") {
        found.push(row);
    }
    found
}

pub async fn receipts_and_overviews_tell_the_truth(open: Open) {
    let mut base = open().await;
    let folder = UserFolder::parse("jdupont").expect("a folder");
    let (one, two) = ("1".repeat(64), "2".repeat(64));
    record(&mut base, &entry("a", &folder, &one), Fate::Integrated { reference: "C1" }, false)
        .await
        .expect("done");
    let refused = Fate::Refused { reason: Reason::UnknownCustomer, detail: "C9" };
    let second = FileEntry { sequence: Some(4), ..entry("b", &folder, &two) };
    record(&mut base, &second, refused, false).await.expect("done");
    let mut found = receipts_since(&mut base, "jdupont", now()).await;
    found.sort_by(|x, y| x.name.cmp(&y.name));
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].seq, found[0].reference.as_deref(), found[0].state),
        (Some(1), Some("C1"), FileState::Integrated)
    );
    assert_eq!((found[1].seq, found[1].reason.as_deref()), (None, Some("unknown-customer")));
    let later = now() + chrono::Duration::seconds(1);
    assert_eq!(receipts_since(&mut base, "jdupont", later).await, []);
    assert_eq!(receipts_since(&mut base, "someone", now()).await, []);
    assert!(receipts::receipt(&mut base, "b").await.expect("asked").is_some());
    let mut counts = overview::counts(&mut base).await.expect("asked");
    counts.sort_by_key(|(state, _)| state.as_str());
    assert_eq!(counts, [(FileState::Integrated, 1), (FileState::Refused, 1)]);
    let listed = overview::in_state(&mut base, FileState::Refused, 10).await.expect("asked");
    assert_eq!((listed.len(), listed[0].detail.as_deref()), (1, Some("C9")));
    let sequences = overview::sequences(&mut base).await.expect("asked");
    assert_eq!((sequences[0].arrived, sequences[0].highest), (2, 4), "2 and 3 are missing");
}

pub async fn looks_and_runs_are_remembered(open: Open) {
    let mut base = open().await;
    let look = Observation { size: 12, sha256: "c".repeat(64), seen_at: now().naive_utc() };
    observations::remember(&mut base, "jdupont/x", &look).await.expect("remembered");
    let longer = Observation { size: 13, ..look.clone() };
    observations::remember(&mut base, "jdupont/x", &longer).await.expect("replaced");
    assert_eq!(observations::find(&mut base, "jdupont/x").await.expect("asked"), Some(longer));
    observations::forget_before(&mut base, now()).await.expect("asked");
    assert!(observations::find(&mut base, "jdupont/x").await.expect("asked").is_some());
    observations::forget_before(&mut base, now() + chrono::Duration::seconds(1)).await.expect("asked");
    assert_eq!(observations::find(&mut base, "jdupont/x").await.expect("asked"), None);
    let outcome = serde_json::json!({ "integrated": 3 });
    assert_eq!(runs::last(&mut base, "integrate").await.expect("asked"), None);
    runs::remember(&mut base, "integrate", &outcome, now()).await.expect("remembered");
    assert_eq!(runs::last(&mut base, "integrate").await.expect("asked"), Some((outcome, now().naive_utc())));
}
