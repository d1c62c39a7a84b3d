//! MC: a modification request (the user's text, « Demande de modification » and « Modification Client »; design §4; decision 0008,
//! « MC » and « Mails »).

use serde_json::{Value, json};
use winpneu::visits::NewRelation;

use super::builders::{IBAN, change, entry};
use super::world::World;
use crate::integrate::plan::Write;

#[test]
fn the_relation_the_request_and_the_mails() {
    let mut world = World::empty();
    let changes = [
        change("tel_1", "02 61 91 12 34", "02 61 91 12 35"),
        change("nb_jour_1", 30, 45),
        change("c_attention", "M. Martin", "Mme Martin"),
    ];
    let file = entry(1).mc(&changes, "Nouvelle secrétaire.\r\nMerci\n", json!({}));
    assert_eq!(world.deliver(&file), "integrate");
    let relation = NewRelation {
        customer: "C01846".parse().expect("a code"),
        on: "2026-11-21".parse().expect("a day"),
        at: "11:01".parse().expect("an hour"),
        c_user: Some("JD".parse().expect("a code")),
        subject: "Demande de modification du 21/11/2026".to_owned(),
        comment: "Nouvelle secrétaire.\nMerci\n\
                  - téléphone : « 02 61 91 12 34 » remplacé par « 02 61 91 12 35 »\n\
                  - Nb de jours : « 30 » remplacé par « 45 »\n\
                  - A l'attention de : « M. Martin » remplacé par « Mme Martin »\n\
                  saisie via le CRM"
            .to_owned(),
    };
    assert_eq!(world.relations, [relation]);
    let [request] = world.requests.as_slice() else { panic!("one request") };
    assert_eq!(serde_json::from_str::<Value>(&request.changes).expect("JSON"), json!(changes));
    assert_eq!(request.comment.as_deref(), Some("Nouvelle secrétaire.\r\nMerci"));
    assert_eq!((request.asked_by.as_str(), request.asked_at), ("jdupont", file.created_at()));
    let subject = "[Modification Client] C01846 GARAGE MARTIN";
    let from = Some("jdupont@example.fr");
    assert_eq!(world.queued(), [("compta@example.fr", subject, from), ("compta2@example.fr", subject, from)]);
    let body = &world.mails[0].body;
    for words in [
        "Jean Dupont a demandé la modification du client C01846 GARAGE MARTIN, il rapporte les changements suivants :",
        " - Champ téléphone : « 02 61 91 12 34 » remplacé par « 02 61 91 12 35 »",
        " - Champ Nb de jours : « 30 » remplacé par « 45 »",
        "Nouvelle secrétaire.",
    ] {
        assert!(body.contains(words), "{words}\n{body}");
    }
    assert!(world.follow_ups.is_empty());
    let plan = World::empty().plan(&file);
    assert_eq!((plan.reference.as_str(), plan.told.entity.as_str()), ("C01846", "C:C01846"));
}

/// The local day and hour of `created_at`.
#[test]
fn the_hour_is_the_companys() {
    for (made, day, hour) in [
        ("2026-11-20T22:59:00Z", "20/11/2026", "23:59"),
        ("2026-11-20T23:00:00Z", "21/11/2026", "00:00"),
        ("2026-07-10T21:59:59Z", "10/07/2026", "23:59"),
        ("2026-07-10T22:05:00Z", "11/07/2026", "00:05"),
        // The hour that comes twice.
        ("2026-10-25T00:30:00Z", "25/10/2026", "02:30"),
        ("2026-10-25T01:30:00Z", "25/10/2026", "02:30"),
    ] {
        let mut world = World::empty();
        world.deliver(&entry(1).made(made).mc(&[], "Bonjour", json!({})));
        let relation = &world.relations[0];
        assert_eq!(relation.subject, format!("Demande de modification du {day}"), "{made}");
        assert_eq!(
            (relation.on.format("%d/%m/%Y").to_string(), relation.at.to_string()),
            (day.into(), hour.into())
        );
    }
}

/// IBAN and BIC show only their last four signs in the relation and in the mail; the whole values stand in the request.
#[test]
fn bank_details_are_masked() {
    let (old, new) = ("FR1420041010050500013M02606", IBAN);
    let mut world = World::empty();
    let changes = [
        change("iban", old, "FR76 3000 6000 0112 3456 7890 189"),
        change("bic", "PSSTFRPPNTE", Value::Null),
        change("contact_divers_2", "73282932000074", "73282932000082"),
    ];
    let file = entry(1).mc(&changes, "", json!({}));
    let told = world.plan(&file).told;
    assert_eq!(world.deliver(&file), "integrate");
    let relation = &world.relations[0].comment;
    assert_eq!(
        *relation,
        "- IBAN : « ••••2606 » remplacé par « ••••0189 »\n- BIC : « ••••PNTE » remplacé par « »\n\
         - SIRET : « 73282932000074 » remplacé par « 73282932000082 »\nsaisie via le CRM"
    );
    for shown in [relation, &world.mails[0].body, &world.mails[1].body, &told.after.to_string()] {
        let compact = shown.replace(' ', "");
        assert!(
            !compact.contains("3456") && !compact.contains("0500013") && !compact.contains("PSST"),
            "{shown}"
        );
    }
    for shown in ["« ••••2606 » remplacé par « ••••0189 »", "« ••••PNTE » remplacé par « »"]
    {
        assert!(world.mails[0].body.contains(shown), "{}", world.mails[0].body);
    }
    let asked = &world.requests[0].changes;
    assert!(asked.contains(old) && asked.contains("3000 6000 0112 3456") && asked.contains("PSSTFRPPNTE"));
    assert!(!new.is_empty());
}

/// It is a request when it names a field or says something; otherwise only follow-up and fleet are applied, with no mail and no row.
#[test]
fn what_makes_a_request() {
    let one = [change("ville_fac", "Laval", "Craon")];
    let both = json!({ "follow_up_on": "2026-12-01", "fleet": { "VL": 2 } });
    for (changes, comment, keys, requests, events) in [
        (&one[..], "", json!({}), 1, 0),
        (&one[..], "Bonjour", both.clone(), 1, 1),
        (&[][..], "Bonjour", json!({}), 1, 0),
        (&[][..], "Bonjour", both.clone(), 1, 1),
        (&[][..], "", both.clone(), 0, 1),
        (&[][..], " \n\t ", both.clone(), 0, 1),
        (&[][..], "", json!({ "follow_up_on": null }), 0, 1),
        (&[][..], "", json!({ "fleet": { "VL": 0 } }), 0, 1),
        (&[][..], "", json!({}), 0, 0),
        (&[][..], "  ", json!({}), 0, 0),
    ] {
        let mut world = World::empty();
        let case = format!("{changes:?} {comment:?} {keys}");
        assert_eq!(world.deliver(&entry(1).mc(changes, comment, keys)), "integrate", "{case}");
        assert_eq!((world.relations.len(), world.requests.len()), (requests, requests), "{case}");
        assert_eq!(world.mails.len(), 2 * requests, "{case}");
        assert_eq!(world.follow_ups.len(), events, "{case}");
        for request in &world.requests {
            assert_eq!(request.comment.is_some(), !comment.trim().is_empty(), "{case}");
        }
    }
    let mut world = World::empty();
    world.deliver(&entry(1).mc(&[], "Il part à la retraite.", json!({})));
    assert_eq!(world.relations[0].comment, "Il part à la retraite.\nsaisie via le CRM");
    assert_eq!(world.requests[0].changes, "[]");
}

/// `courriels_modification` (default: the same as of creations); no address configured: no mail, the request stands.
#[test]
fn who_gets_the_mail() {
    for (creations, modifications, email, expected) in [
        (
            json!(["compta@example.fr"]),
            None,
            Some("j@example.fr"),
            vec![("compta@example.fr", Some("j@example.fr"))],
        ),
        (
            json!(["compta@example.fr"]),
            Some(json!(["fiches@example.fr", "chef@example.fr"])),
            Some("j@example.fr"),
            vec![("fiches@example.fr", Some("j@example.fr")), ("chef@example.fr", Some("j@example.fr"))],
        ),
        // An author without an address sends from the service's.
        (json!(["compta@example.fr"]), None, None, vec![("compta@example.fr", None)]),
        (json!([]), None, Some("j@example.fr"), vec![]),
        (json!(["compta@example.fr"]), Some(json!([])), Some("j@example.fr"), vec![]),
    ] {
        let mut world = World::empty();
        let parameters = &mut world.rules.parameters;
        parameters.set("courriels_creation", creations.clone()).expect("addresses");
        if let Some(modifications) = &modifications {
            parameters.set("courriels_modification", modifications.clone()).expect("addresses");
        }
        world.user_mut("jdupont").email = email.map(str::to_owned);
        let file = entry(1).mc(&[change("ville_fac", "Laval", "Craon")], "", json!({}));
        assert_eq!(world.deliver(&file), "integrate");
        let queued: Vec<_> = world.queued().iter().map(|(to, _, from)| (*to, *from)).collect();
        assert_eq!(queued, expected, "{creations} {modifications:?}");
        assert_eq!((world.relations.len(), world.requests.len()), (1, 1));
        for mail in &world.mails {
            assert!(mail.message_id.contains(&file.id().to_string()), "{}", mail.message_id);
        }
    }
    // $user without a shown name is the user.
    let mut world = World::empty();
    world.deliver(&entry(1).by("pmartin").mc(&[], "Bonjour", json!({})));
    assert!(world.mails[0].body.starts_with("pmartin a demandé la modification"), "{}", world.mails[0].body);
}

/// Anybody may ask for a change of any customer; the ERP must hold him, and the columns what is wanted of them.
#[test]
fn what_is_refused() {
    let mut world = World::empty();
    world.customers.clear();
    let only_follow_up = json!({ "follow_up_on": null });
    assert_eq!(world.deliver(&entry(1).mc(&[], "Bonjour", json!({}))), "reject: unknown-customer");
    assert_eq!(world.deliver(&entry(2).mc(&[], "", only_follow_up)), "reject: unknown-customer");
    for (column, from, to, expected) in [
        ("ville_fac", "Laval".to_owned(), "x".repeat(36), "reject: text-too-long"),
        ("ville_fac", "Laval".to_owned(), "漢".to_owned(), "reject: text-too-long"),
        ("iban", String::new(), "FR76".to_owned(), "reject: bad-value"),
        ("contact_divers_2", String::new(), "en cours".to_owned(), "integrate"),
        // What the ERP holds is shown as it is, odd as it may be.
        ("iban", "12345".to_owned(), IBAN.to_owned(), "integrate"),
        ("nom_client", "漢".to_owned(), "EARL".to_owned(), "integrate"),
    ] {
        let file = entry(1).by("colleague").mc(&[change(column, &from, &to)], "", json!({}));
        assert_eq!(World::empty().deliver(&file), expected, "{column} {to}");
    }
}

/// Never counted as a visit: no follow-up date is cleared by it.
#[test]
fn a_request_is_no_visit() {
    let mut world = World::empty();
    world.deliver(&entry(1).mc(&[], "", json!({ "follow_up_on": "2026-11-20" })));
    let request = entry(2).mc(&[change("ville_fac", "Laval", "Craon")], "", json!({ "fleet": { "VL": 1 } }));
    let plan = world.plan(&request);
    let clears = |write: &Write| matches!(write, Write::FollowUp(_, event) if event.visited_on.is_some());
    assert!(!plan.writes.iter().any(clears));
    world.deliver(&request);
    assert_eq!(world.follow_up(Some("C01846")).on, Some("2026-11-20".parse().expect("a day")));
}
