//! What the offline bases of one user are made of.

use domain::{
    Attachment, ClashRecord, CustomerField, EntryMark, Fleet, FollowUp, FollowUpChange, FollowUpEvent,
};
use domain::{CreationRecord, ProspectRecord, ProspectVisitRecord, VisitForm};
use uuid::Uuid;
use winpneu::creations::{self, NewCreation};
use winpneu::extracts::{self, Unreadable};
use winpneu::follow_ups::{self, Entity};
use winpneu::prospects::{self, Clash, NewProspect};
use winpneu::visits::{self, NewProspectVisit};
use winpneu::{Connection, Statements, Value};

use super::Open;
use super::extracts::{all, blob, problems, run};
use super::given::{
    code, day, id, minutes_later, new_prospect, prospect, takes_anything, widest_sheet, within,
};
use crate::embedded::now;

async fn prospects(base: &mut dyn Statements) -> (Vec<ProspectRecord>, Vec<Unreadable>) {
    all(extracts::prospects(base).await, |one| one.id.to_string()).await
}

pub async fn prospects_come_whole_but_deleted_ones_do_not(open: Open) {
    let mut base = open().await;
    let new = NewProspect { fields: widest_sheet(), created_at: minutes_later(-60), ..new_prospect(id(1)) };
    within(&mut base, async |tx| prospects::insert(tx, &new, "CP_1", now()).await).await.expect("inserted");
    prospect(&mut base, id(2)).await;
    prospect(&mut base, id(3)).await;
    within(&mut base, async |tx| prospects::delete(tx, id(2), now(), "fermé", "MP_2").await)
        .await
        .expect("deleted");
    let at = minutes_later(9);
    within(&mut base, async |tx| creations::convert(tx, id(3), &code("C3"), at).await)
        .await
        .expect("converted");
    let whole = ProspectRecord {
        id: id(1),
        sheet: new.fields,
        created_by: "jdupont".to_owned(),
        created_at: minutes_later(-60),
        moved_at: now(),
        conversion: None,
    };
    let converted = ProspectRecord {
        id: id(3),
        sheet: new_prospect(id(3)).fields,
        created_at: now(),
        conversion: Some((at, "C3".to_owned())),
        ..whole.clone()
    };
    assert_eq!(prospects(&mut base).await, (vec![whole, converted], vec![]));
}

/// Every effect on a prospect is preceded by `touch`, which is what moves it.
pub async fn whatever_is_integrated_moves_a_prospect(open: Open) {
    let mut base = open().await;
    prospect(&mut base, id(1)).await;
    prospect(&mut base, id(2)).await;
    let touched = within(&mut base, async |tx| prospects::touch(tx, id(1), 0, minutes_later(30)).await).await;
    assert!(touched.expect("asked"));
    let moved: Vec<_> =
        prospects(&mut base).await.0.iter().map(|one| (one.created_at, one.moved_at)).collect();
    assert_eq!(moved, [(now(), minutes_later(30)), (now(), now())]);
}

pub async fn odd_prospects_belong_to_nobody(open: Open) {
    let mut base = open().await;
    let insert = "INSERT INTO dbo.crm_prospect (prospect, cree_par, cree_le, change_le, crm_fichier, nom_client, converti_le)
        VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)";
    let named = |number: u128| Value::from(id(number).to_string());
    let rows: [[Value; 7]; 4] = [
        [named(1), blob(), blob(), now().into(), "a".into(), blob(), now().into()],
        [named(2), "pm".into(), now().into(), "?".into(), "b".into(), "EARL".into(), blob()],
        [named(3), "pm".into(), "?".into(), "?".into(), "c".into(), "EARL".into(), Value::Null],
        ["x".repeat(36).into(), "pm".into(), now().into(), now().into(), "d".into(), "E".into(), Value::Null],
    ];
    for row in &rows {
        run(&mut base, insert, row).await;
    }
    let (found, left_out) = prospects(&mut base).await;
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [id(1), id(2)]);
    for one in &found {
        assert_eq!((one.created_at, one.moved_at, &one.conversion), (now(), now(), &None), "{}", one.id);
    }
    assert_eq!((found[0].created_by.as_str(), found[0].sheet.len()), ("", 0));
    assert_eq!((found[1].created_by.as_str(), found[1].sheet.len()), ("pm", 1));
    let keys: Vec<String> = left_out.into_iter().map(|one| one.key).collect();
    assert_eq!(keys, [id(3).to_string(), "x".repeat(36)]);
}

pub async fn attachments_come_as_for_one_prospect(open: Open) {
    let mut base = open().await;
    let attachment = |minutes, c_rep: Option<&str>, creator_withdrawn| Attachment {
        since: minutes_later(minutes),
        c_rep: c_rep.map(str::to_owned),
        creator_withdrawn,
    };
    // Two at one instant: of these the higher name is the later one.
    let arrivals = [
        (id(1), attachment(5, Some("LATE"), false), "c"),
        (id(2), attachment(1, Some("ZZ"), true), "d"),
        (id(1), attachment(5, None, true), "b"),
        (id(1), attachment(0, Some("JDU"), false), "e"),
    ];
    for (prospect, attachment, file) in &arrivals {
        within(&mut base, async |tx| prospects::attach(tx, *prospect, attachment, file, "x").await)
            .await
            .expect("attached");
    }
    let anything = takes_anything(&base);
    if anything {
        let odd = "INSERT INTO dbo.crm_rattachement VALUES ('odd', @P1, 'hier', 'JDU', 0, NULL, 'x')";
        run(&mut base, odd, &[id(1).to_string().into()]).await;
    }
    let mut extract = extracts::attachments(&mut base).await.expect("asked");
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    while let Some(row) = extract.next().await.expect("read") {
        match row {
            Ok(attachment) => found.push(attachment),
            Err(unreadable) => left_out.push(unreadable),
        }
    }
    drop(extract);
    let key = format!("odd / {} / hier", id(1));
    let told = [(key.as_str(), "depuis is no day and time")];
    assert_eq!(problems(&left_out, "crm_rattachement"), if anything { &told[..] } else { &[] });
    run(&mut base, "DELETE FROM dbo.crm_rattachement WHERE id = 'odd'", &[]).await;
    for prospect in [id(1), id(2)] {
        let of_it: Vec<Attachment> =
            found.iter().filter(|(of, _)| *of == prospect).map(|(_, one)| one.clone()).collect();
        assert_eq!(of_it, prospects::attachments(&mut base, prospect).await.expect("asked"));
    }
    assert_eq!(found.len(), 4);
}

pub async fn visits_to_every_prospect_come_with_their_answers(open: Open) {
    let mut base = open().await;
    let form = VisitForm::default_form();
    let answers = form.check(&[]).expect("may be picked");
    prospect(&mut base, id(2)).await;
    let visit = |prospect: Uuid| NewProspectVisit {
        prospect,
        on: day("2026-11-21"),
        at: "09:05".parse().expect("a time"),
        author: "jdupont".to_owned(),
        subject: "Visite du 21/11/2026".to_owned(),
        comment: "Łada 🚜".to_owned(),
    };
    within(&mut base, async |tx| {
        visits::insert_prospect_visit(tx, &visit(id(1)), "a").await?;
        visits::insert_answers(tx, &answers, "a").await?;
        visits::insert_prospect_visit(tx, &visit(id(2)), "b").await?;
        prospects::delete(tx, id(2), now(), "fermé", "MP_2").await
    })
    .await
    .expect("inserted");
    let odd = "INSERT INTO dbo.crm_visite_prospect VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)";
    let anything = takes_anything(&base);
    let odd_days = [("c", Value::from(day("2026-11-20"))), ("d", "hier".into())];
    for (file, on) in odd_days.into_iter().filter(|_| anything) {
        let of = id(1).to_string().into();
        let blob5 = Value::Bytes(vec![0; 5]);
        run(&mut base, odd, &[file.into(), of, on, blob5, blob(), blob(), blob()]).await;
    }
    let (found, left_out) = all(extracts::prospect_visits(&mut base).await, |one| one.file.clone()).await;
    let first = ProspectVisitRecord {
        file: "a".to_owned(),
        prospect: id(1),
        on: day("2026-11-21"),
        at: "09:05".to_owned(),
        author: "jdupont".to_owned(),
        subject: "Visite du 21/11/2026".to_owned(),
        comment: "Łada 🚜".to_owned(),
        answers: Some((form.version(), "[]".to_owned())),
    };
    let second =
        ProspectVisitRecord { file: "b".to_owned(), prospect: id(2), answers: None, ..first.clone() };
    let empty = String::new;
    let odd = ProspectVisitRecord {
        file: "c".to_owned(),
        on: day("2026-11-20"),
        at: empty(),
        author: empty(),
        subject: empty(),
        comment: empty(),
        answers: None,
        ..first.clone()
    };
    let found_at = |count: usize| [first.clone(), second.clone(), odd.clone()][..count].to_vec();
    assert_eq!(found, found_at(if anything { 3 } else { 2 }));
    let key = format!("d / {} / hier", id(1));
    let told = [(key.as_str(), "visite_le is no day")];
    assert_eq!(problems(&left_out, "crm_visite_prospect"), if anything { &told[..] } else { &[] });
}

async fn pending(base: &mut Connection, number: u128) {
    let new = NewCreation {
        id: id(100 + number),
        prospect: id(number),
        fields: "{}".to_owned(),
        signature: None,
        comment: None,
        asked_by: "jdupont".to_owned(),
        asked_at: minutes_later(3),
    };
    let file = format!("CC_{number}");
    within(base, async |tx| creations::insert(tx, &new, &file).await).await.expect("inserted");
}

pub async fn clashes_and_creations_that_are_open_come(open: Open) {
    let mut base = open().await;
    let clash = Clash {
        field: CustomerField::Town,
        expected: None,
        found: Some("BÉCHEREL’S".to_owned()),
        wanted: Some("DINAN".to_owned()),
        entry: EntryMark {
            file: "MP_1".to_owned(),
            device: id(0xA).to_string(),
            sequence: Some(7),
            at: now(),
        },
    };
    for number in 1..=4 {
        prospect(&mut base, id(number)).await;
        within(&mut base, async |tx| prospects::open_clash(tx, id(number), &clash, minutes_later(2)).await)
            .await
            .expect("opened");
        pending(&mut base, number).await;
    }
    run(
        &mut base,
        "UPDATE dbo.crm_creation_client SET etat = 'refused', decide_le = @P2, motif = @P3 WHERE prospect <> CAST(@P1 AS char(36))",
        &[id(1).to_string().into(), minutes_later(4).into(), "Déjà client.".into()],
    )
    .await;
    let validated =
        "UPDATE dbo.crm_creation_client SET etat = 'validated' WHERE prospect = CAST(@P1 AS char(36))";
    run(&mut base, validated, &[id(4).to_string().into()]).await;
    let odd = "UPDATE dbo.crm_creation_client SET decide_le = NULL WHERE prospect = CAST(@P1 AS char(36))";
    run(&mut base, odd, &[id(3).to_string().into()]).await;
    let (two, three) = (id(2), id(3));
    within(&mut base, async |tx| {
        prospects::delete(tx, two, now(), "fermé", "MP_2").await?;
        creations::convert(tx, three, &code("C3"), now()).await
    })
    .await
    .expect("ended");
    let odd = "UPDATE dbo.crm_conflit SET champ = 'no_such_column' WHERE prospect = CAST(@P1 AS char(36))";
    run(&mut base, odd, &[id(4).to_string().into()]).await;

    let (found, left_out) = all(extracts::clashes(&mut base).await, |one| one.file.clone()).await;
    let expected = ClashRecord {
        prospect: id(1),
        field: CustomerField::Town,
        expected: None,
        found: clash.found,
        wanted: clash.wanted,
        opened_at: minutes_later(2),
        file: "MP_1".to_owned(),
    };
    assert_eq!(found, [expected]);
    assert_eq!(left_out.len(), 1);
    assert!(left_out[0].key.contains("no_such_column"), "{left_out:?}");

    let (found, left_out) = all(extracts::creations(&mut base).await, |one| one.id.to_string()).await;
    let creation = |number, refusal: Option<&str>| CreationRecord {
        id: id(100 + number),
        prospect: id(number),
        asked_by: "jdupont".to_owned(),
        asked_at: minutes_later(3),
        refusal: refusal.map(|words| (minutes_later(4), words.to_owned())),
    };
    assert_eq!(found, [creation(1, None), creation(2, Some("Déjà client."))]);
    let key = format!("{} / {}", id(103), id(3));
    assert_eq!(left_out.len(), 1, "a refusal without its instant: {left_out:?}");
    assert!(left_out[0].key.starts_with(&key), "{left_out:?}");
}

fn event(file: &str, minutes: i64, change: FollowUpChange, fleet: &str) -> FollowUpEvent {
    FollowUpEvent {
        at: minutes_later(minutes),
        file: file.to_owned(),
        visited_on: (minutes == 1).then(|| day("2026-11-21")),
        change,
        fleet: serde_json::from_str(fleet).expect("a fleet"),
    }
}

pub async fn follow_ups_come_event_by_event(open: Open) {
    let mut base = open().await;
    let customer = code("C01846");
    let events = [
        event("a", 1, FollowUpChange::Unchanged, r#"{"AGRI": 22, "TP": null}"#),
        event("b", 2, FollowUpChange::Set(day("2026-12-24")), "{}"),
        event("c", 3, FollowUpChange::Clear, r#"{"AGRI": 0}"#),
    ];
    let of_prospect = event("d", 4, FollowUpChange::Clear, "{}");
    within(&mut base, async |tx| {
        for event in &events {
            follow_ups::insert(tx, Entity::Customer(&customer), event).await?;
        }
        follow_ups::insert(tx, Entity::Prospect(id(1)), &of_prospect).await
    })
    .await
    .expect("inserted");
    let (found, left_out) =
        all(extracts::customer_follow_ups(&mut base).await, |(_, one)| one.file.clone()).await;
    assert_eq!(left_out, []);
    assert!(found.iter().all(|(of, _)| of == "C01846"), "{found:?}");
    let found: Vec<FollowUpEvent> = found.into_iter().map(|(_, event)| event).collect();
    assert_eq!(found, events);
    let current = follow_ups::current(&mut base, Entity::Customer(&customer)).await.expect("asked");
    assert_eq!(FollowUp::from_events(found), current);
    let found = all(extracts::prospect_follow_ups(&mut base).await, |(_, one)| one.file.clone()).await;
    assert_eq!(found, (vec![(id(1), of_prospect)], vec![]));
}

pub async fn odd_follow_ups_say_nothing(open: Open) {
    let mut base = open().await;
    let insert = "INSERT INTO dbo.crm_suivi_client (crm_fichier, type_entite, c_entite, cree_le, visite_le, revoir, revoir_le, parc)
        VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8)";
    let rows: [[Value; 8]; 4] = [
        ["a".into(), "C".into(), "C1".into(), now().into(), blob(), "pose".into(), "?".into(), "{".into()],
        ["b".into(), "C".into(), "C1".into(), "?".into(), Value::Null, Value::Null, Value::Null, Value::Null],
        [
            "c".into(),
            "C".into(),
            " ".into(),
            now().into(),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
        ],
        [
            "d".into(),
            "P".into(),
            "x".into(),
            now().into(),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
        ],
    ];
    for row in &rows {
        run(&mut base, insert, row).await;
    }
    let (found, left_out) =
        all(extracts::customer_follow_ups(&mut base).await, |(_, one)| one.file.clone()).await;
    let nothing = FollowUpEvent {
        at: now(),
        file: "a".to_owned(),
        visited_on: None,
        change: FollowUpChange::Unchanged,
        fleet: Fleet::default(),
    };
    assert_eq!(found, [("C1".to_owned(), nothing)]);
    let at = now().naive_utc();
    let expected = [format!("'' / c / {at}"), "C1 / b / ?".to_owned()];
    assert_eq!(left_out.into_iter().map(|one| one.key).collect::<Vec<_>>(), expected);
    let (found, left_out) =
        all(extracts::prospect_follow_ups(&mut base).await, |(_, one)| one.file.clone()).await;
    assert_eq!((found, left_out.len()), (vec![], 1));
}
