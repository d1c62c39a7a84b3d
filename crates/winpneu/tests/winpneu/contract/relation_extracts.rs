//! The rows of the ERP's history, as the offline bases take them.

use domain::{NodeId, RelationRecord, VisitForm};
use winpneu::extracts::{self, Unreadable};
use winpneu::visits::{self, NewProspectVisit, NewRelation};
use winpneu::{Statements, Value};

use super::Open;
use super::extracts::{all, blob, problems, run};
use super::given::{code, day, id, takes_anything, within};
use crate::embedded::now;

async fn relations(base: &mut dyn Statements) -> (Vec<RelationRecord>, Vec<Unreadable>) {
    all(extracts::relations(base).await, |one| format!("{:>20}", one.key)).await
}

pub async fn relations_tell_what_they_count_as(open: Open) {
    let mut base = open().await;
    let new = |subject: &str| NewRelation {
        customer: code("C1"),
        on: day("2026-11-21"),
        at: "14:10".parse().expect("a time"),
        c_user: Some("JD".parse().expect("a code")),
        subject: subject.to_owned(),
        comment: "Été → 🚜\nsaisie via le CRM".to_owned(),
    };
    let form = VisitForm::default_form();
    let picked: Vec<NodeId> = vec![form.nodes()[0].node.id.clone()];
    let answers = form.check(&picked).expect("may be picked");
    let to_prospect = NewProspectVisit {
        prospect: id(1),
        on: day("2026-11-21"),
        at: "14:10".parse().expect("a time"),
        author: "jdupont".to_owned(),
        subject: "Visite".to_owned(),
        comment: String::new(),
    };
    within(&mut base, async |tx| {
        visits::insert_relation(tx, &new("a"), "VC_1.json").await?;
        visits::insert_answers(tx, &answers, "VC_1.json").await?;
        visits::insert_relation(tx, &new("b"), "VP_2.json").await?;
        visits::insert_prospect_visit(tx, &to_prospect, "VP_2.json").await
    })
    .await
    .expect("inserted");
    // One of the ERP's own, archived, which no file made: no answers and no visit without a file hang on it.
    let erp =
        "INSERT INTO dbo.client_relation (origine_relation, type_entite, c_entite, commentaire, c_archive)
        VALUES ('LIT', @P1, 'C2', 'litige', 'O')";
    run(&mut base, erp, &["C".into()]).await;
    for of_somebody_else in ["F".into(), Value::Null] {
        run(&mut base, erp, &[of_somebody_else]).await;
    }
    let (found, left_out) = relations(&mut base).await;
    let text = |text: &str| Some(text.to_owned());
    let visit = RelationRecord {
        key: "1".to_owned(),
        customer: "C1".to_owned(),
        on: Some(day("2026-11-21")),
        at: text("14:10"),
        c_user: text("JD"),
        origin: text("CRV"),
        subject: text("a"),
        comment: text("Été → 🚜\nsaisie via le CRM"),
        archived: false,
        file: text("VC_1.json"),
        answers: Some((form.version(), format!("[\"{}\"]", picked[0].as_str()))),
        of_prospect: false,
    };
    let before = RelationRecord {
        key: "2".to_owned(),
        subject: text("b"),
        file: text("VP_2.json"),
        answers: None,
        of_prospect: true,
        ..visit.clone()
    };
    let archived = RelationRecord {
        key: "3".to_owned(),
        customer: "C2".to_owned(),
        origin: text("LIT"),
        archived: true,
        ..RelationRecord::default()
    };
    assert_eq!((found, left_out), (vec![visit, before, archived], vec![]));
}

pub async fn odd_relations_stay_unless_nobody_knows_whose_they_are(open: Open) {
    let mut base = open().await;
    let insert = "INSERT INTO dbo.client_relation (type_entite, c_entite, date_relation, heure_relation, objet, commentaire,
        c_archive, crm_fichier) VALUES ('C', @P1, @P2, @P3, @P4, @P5, @P6, @P7)";
    let o_as_bytes = Value::Bytes(b"O".to_vec());
    let odd = ["hier".into(), blob(), blob(), blob(), o_as_bytes, blob()];
    let bare = [day("2026-11-21").into(), "".into(), " ".into(), "".into(), "N".into(), "f".into()];
    let bare_nothing = [Value::Null, Value::Null, Value::Null, Value::Null, "O".into(), Value::Null];
    let whole = [now().into(), "14:10".into(), "x".into(), "x".into(), "N".into(), Value::Null];
    let anything = takes_anything(&base);
    let mut given = vec![
        ("C1".into(), if anything { &odd } else { &bare_nothing }),
        ("C1".into(), &bare),
        (Value::Null, &whole),
        ("   ".into(), &whole),
    ];
    given.extend(anything.then(|| (blob(), &whole)));
    for (customer, others) in given {
        let parameters: Vec<Value> = [customer].into_iter().chain(others.iter().cloned()).collect();
        run(&mut base, insert, &parameters).await;
    }
    run(&mut base, "INSERT INTO dbo.crm_reponse_visite VALUES ('f', -1, '[]')", &[]).await;
    let (found, left_out) = relations(&mut base).await;
    let odd = RelationRecord {
        key: "1".to_owned(),
        customer: "C1".to_owned(),
        archived: !anything,
        ..Default::default()
    };
    let bare = RelationRecord {
        key: "2".to_owned(),
        on: Some(day("2026-11-21")),
        file: Some("f".to_owned()),
        archived: false,
        ..odd.clone()
    };
    assert_eq!(found, [odd, bare]);
    let expected = [
        ("3 / NULL", "c_entite is NULL"),
        ("4 / ''", "c_entite is blank"),
        ("5 / 0xff00", "c_entite is no text"),
    ];
    assert_eq!(problems(&left_out, "crm_v_visite"), expected[..if anything { 3 } else { 2 }]);
}
