//! Visits: the ERP's relation, those to prospects, and answers.

use domain::{CustomerCode, VisitForm};
use uuid::Uuid;
use winpneu::users::{self, User};
use winpneu::visits::{self, NewProspectVisit, NewRelation, ProspectVisit};
use winpneu::{Connection, Error, Statements};

use super::Open;
use super::given::{CUSTOMER, code, day, id, rows, sql, texts, within};

fn relation() -> NewRelation {
    NewRelation {
        customer: code("C01846"),
        on: day("2026-11-21"),
        at: "14:10".parse().expect("a time"),
        c_user: Some("JD".parse().expect("a code")),
        subject: "Visite du 21/11/2026".to_owned(),
        comment: "Été\nsaisie via le CRM".to_owned(),
    }
}

/// Annex 1 but for the running number, which is the ERP's.
const ANNEX_1: &str = "SELECT origine_relation, heure_relation, type_entite, c_entite, c_user, type_relation, objet,
    commentaire, num_relation_sujet, c_archive, crm_fichier, date_relation FROM dbo.client_relation WHERE crm_fichier = CAST(@P1 AS varchar(120))";

async fn relations(base: &mut Connection, file: &str) -> Vec<[Option<String>; 11]> {
    rows(base, ANNEX_1, &[file.into()]).await.iter().map(texts).collect()
}

pub async fn a_visit_stands_as_annex_1_says(open: Open) {
    let mut base = open().await;
    within(&mut base, async |tx| visits::insert_relation(tx, &relation(), "VC_x.json").await)
        .await
        .expect("inserted");
    let found = rows(&mut base, ANNEX_1, &["VC_x.json".into()]).await;
    assert_eq!(found.len(), 1);
    let midnight = day("2026-11-21").and_hms_opt(0, 0, 0).expect("midnight");
    assert_eq!(found[0].date_time(11).expect("a day and time"), midnight);
    assert_eq!(found[0].int(8).expect("a number"), 0);
    let expected = [
        "CRV",
        "14:10",
        "C",
        "C01846",
        "JD",
        "S",
        "Visite du 21/11/2026",
        "Été\nsaisie via le CRM",
        "0",
        "N",
        "VC_x.json",
    ];
    assert_eq!(texts(&found[0]), expected.map(|text| Some(text.to_owned())));
}

pub async fn a_relation_may_be_nobodys_and_stand_beside_others(open: Open) {
    let mut base = open().await;
    let subject = format!("[PROSPECT] {}", "œ".repeat(69));
    assert_eq!(subject.chars().count(), 80);
    let comment = "Unicode ici : Łódź → 🚜\n".repeat(500);
    let nobodys = NewRelation { c_user: None, subject, comment, ..relation() };
    for relation in [&nobodys, &relation()] {
        within(&mut base, async |tx| visits::insert_relation(tx, relation, "VP_x.json").await)
            .await
            .expect("the registry says what is unique, not the ERP's table");
    }
    let mut found = relations(&mut base, "VP_x.json").await;
    found.sort();
    assert_eq!(found.len(), 2);
    assert_eq!((&found[0][4], &found[0][6]), (&None, &Some(nobodys.subject.clone())));
    assert_eq!(found[0][7].as_deref(), Some(nobodys.comment.as_str()));
    let wide = NewRelation { subject: "x".repeat(81), ..relation() };
    let refused = within(&mut base, async |tx| visits::insert_relation(tx, &wide, "y").await).await;
    assert!(matches!(refused, Err(Error::Constraint { .. })), "{refused:?}");
}

async fn name(base: &mut Connection, code: &CustomerCode) -> Option<String> {
    visits::customer_name(base, code).await.expect("asked")
}

pub async fn customers_are_known_by_their_exact_code(open: Open) {
    let mut base = open().await;
    base.execute(CUSTOMER, &["C01846".into(), "ETA POIRIER FRÈRES".into()]).await.expect("inserted");
    let nameless = sql("INSERT INTO dbo.client (c_client) VALUES ('DIVERS É')");
    base.execute(nameless, &[]).await.expect("inserted");
    assert_eq!(name(&mut base, &code("C01846")).await.as_deref(), Some("ETA POIRIER FRÈRES"));
    assert_eq!(name(&mut base, &code("DIVERS É")).await.as_deref(), Some(""));
    for other in ["c01846", "C0184", "C018460", "DIVERS E", "DIVERS"] {
        assert_eq!(name(&mut base, &code(other)).await, None, "{other}");
    }
}

fn visit(prospect: Uuid, on: &str, at: &str, author: &str) -> NewProspectVisit {
    NewProspectVisit {
        prospect,
        on: day(on),
        at: at.parse().expect("a time"),
        author: author.to_owned(),
        subject: "Visite".to_owned(),
        comment: "Pneus Łada → 🚜\n\tsaisie via le CRM".to_owned(),
    }
}

async fn insert(base: &mut Connection, visit: &NewProspectVisit, file: &str) {
    within(base, async |tx| visits::insert_prospect_visit(tx, visit, file).await).await.expect("inserted");
}

async fn users(base: &mut Connection) {
    for (folder, c_user) in [("jdupont", Some("JD")), ("pmartin", None)] {
        let user = User {
            folder: folder.to_owned(),
            windows_user: None,
            c_user: c_user.map(|code| code.parse().expect("a code")),
            c_rep: None,
            email: None,
            shown_name: None,
            admin: false,
            accountant: false,
            active: true,
        };
        users::insert(base, &user).await.expect("inserted");
    }
}

pub async fn visits_to_a_prospect_come_oldest_first(open: Open) {
    let mut base = open().await;
    users(&mut base).await;
    let arrivals = [
        ("d", visit(id(1), "2026-11-22", "00:00", "jdupont")),
        ("b", visit(id(1), "2026-11-21", "14:10", "pmartin")),
        ("x", visit(id(2), "2026-11-01", "10:00", "jdupont")),
        ("a", visit(id(1), "2026-11-21", "14:10", "left-long-ago")),
        ("c", visit(id(1), "2026-11-21", "09:05", "jdupont")),
    ];
    for (file, visit) in &arrivals {
        insert(&mut base, visit, file).await;
    }
    let expected = |file: &str, c_user: Option<&str>| {
        let (_, new) = arrivals.iter().find(|(name, _)| *name == file).expect("it arrived").clone();
        ProspectVisit {
            file: file.to_owned(),
            on: new.on,
            at: new.at,
            subject: new.subject,
            comment: new.comment,
            c_user: c_user.map(|code| code.parse().expect("a code")),
        }
    };
    let found = visits::of_prospect(&mut base, id(1)).await.expect("asked");
    let wanted =
        [expected("c", Some("JD")), expected("a", None), expected("b", None), expected("d", Some("JD"))];
    assert_eq!(found, wanted);
    assert_eq!(visits::of_prospect(&mut base, id(3)).await.expect("asked"), []);
    let again = within(&mut base, async |tx| visits::insert_prospect_visit(tx, &arrivals[0].1, "x").await);
    assert!(matches!(again.await, Err(Error::Duplicate { .. })), "one file makes one visit");
}

pub async fn answers_stand_with_their_form(open: Open) {
    let mut base = open().await;
    let form = VisitForm::default_form();
    let first = form.nodes()[0].node.id.clone();
    for (file, picked) in [("a", vec![first.clone()]), ("b", vec![])] {
        let answers = form.check(&picked).expect("may be picked");
        within(&mut base, async |tx| visits::insert_answers(tx, &answers, file).await)
            .await
            .expect("inserted");
    }
    let select = "SELECT crm_fichier, choix, formulaire FROM dbo.crm_reponse_visite ORDER BY crm_fichier";
    let found = rows(&mut base, select, &[]).await;
    let stored: Vec<[Option<String>; 2]> = found.iter().map(texts).collect();
    let line = |file: &str, picked: &str| [Some(file.to_owned()), Some(picked.to_owned())];
    assert_eq!(stored, [line("a", &format!("[\"{}\"]", first.as_str())), line("b", "[]")]);
    assert_eq!(found[0].int(2).expect("a version"), i64::from(form.version()));
}
