//! The use cases, as every driver must answer them.

use domain::{Fleet, FollowUpChange, FollowUpEvent, Parameters, VisitForm};
use exchange_schema::Reason;
use winpneu::follow_ups::{self, Entity};
use winpneu::observations::{self, Observation};
use winpneu::registry::{self, Fate, FileEntry, FileState};
use winpneu::users::{self, User};
use winpneu::{Connection, Error, forms, overview, parameters, receipts, runs};

use super::Open;
use super::given::{code, day, entry, folder, integrated, record};
use crate::embedded::now;

pub async fn the_registry_takes_a_name_once(open: Open) {
    let mut base = open().await;
    let author = folder("jdupont");
    let sha = "a".repeat(64);
    assert_eq!(registry::find(&mut base, "n").await.expect("asked"), None);
    let waiting = Fate::Waiting { reason: Reason::ClockAhead, detail: "in an hour" };
    record(&mut base, &entry("n", &author, &sha), waiting, false, now()).await.expect("registered");
    let known = registry::find(&mut base, "n").await.expect("asked").expect("known");
    assert_eq!((known.state, known.reason.as_deref()), (FileState::Waiting, Some("clock-ahead")));
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 0, "waiting is no effect");
    let done = integrated("C01846");
    record(&mut base, &entry("n", &author, &sha), done, true, now()).await.expect("integrated");
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 1);
    for known in [false, true] {
        let again = record(&mut base, &entry("n", &author, &sha), done, known, now()).await;
        assert!(matches!(again, Err(Error::Duplicate { .. })), "integrated once: {again:?}");
    }
    assert_eq!(registry::counter(&mut base).await.expect("asked"), 1, "the counter was rolled back too");
    assert_eq!(registry::integrated_content(&mut base, &sha).await.expect("asked").as_deref(), Some("n"));
    assert_eq!(registry::integrated_content(&mut base, &"b".repeat(64)).await.expect("asked"), None);
    let refused = Fate::Refused { reason: Reason::BadValue, detail: "" };
    let of_a_refusal = "c".repeat(64);
    record(&mut base, &entry("m", &author, &of_a_refusal), refused, false, now()).await.expect("refused");
    assert_eq!(registry::integrated_content(&mut base, &of_a_refusal).await.expect("asked"), None);
    for (content, name) in [(&sha, Some("n")), (&of_a_refusal, Some("m")), (&"b".repeat(64), None)] {
        assert_eq!(registry::registered_content(&mut base, content).await.expect("asked").as_deref(), name);
    }
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
    let own = user.own();
    assert_eq!(
        (own.windows_user.as_deref(), own.email.as_deref()),
        (Some("SIEGE\\JDupont"), user.email.as_deref())
    );
    assert_eq!((own.admin, own.accountant, own.person.active), (false, true, true));
    let codes = (own.person.c_user.as_deref(), own.person.c_rep.as_deref());
    assert_eq!((own.person.folder.as_str(), codes), ("jdupont", (Some("JD"), None)));
    assert_eq!(own.person.name.as_deref(), Some("Jérôme Dupont"));
    assert!(matches!(users::insert(&mut base, &user).await, Err(Error::Duplicate { .. })));
    let author = folder("jdupont");
    assert!(users::set_active(&mut base, &author, false).await.expect("asked"));
    assert!(!users::all(&mut base).await.expect("asked")[0].active);
    let nobody = folder("nobody");
    assert!(!users::set_active(&mut base, &nobody, false).await.expect("asked"));
    let changed =
        User { c_rep: Some("JDU".parse().expect("a code")), email: None, active: false, ..user.clone() };
    assert!(users::update(&mut base, &changed).await.expect("asked"));
    assert_eq!(users::all(&mut base).await.expect("asked"), std::slice::from_ref(&changed));
    let unknown = User { folder: "nobody".to_owned(), ..user };
    assert!(!users::update(&mut base, &unknown).await.expect("asked"));

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
    let author = folder("jdupont");
    let (one, two) = ("1".repeat(64), "2".repeat(64));
    record(&mut base, &entry("a", &author, &one), integrated("C1"), false, now()).await.expect("done");
    let refused = Fate::Refused { reason: Reason::UnknownCustomer, detail: "C9" };
    let second = FileEntry { sequence: Some(4), ..entry("b", &author, &two) };
    record(&mut base, &second, refused, false, now()).await.expect("done");
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
