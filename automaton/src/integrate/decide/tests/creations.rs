//! CC: a prospect to be made a customer (the user's text, « Transformation en client »; design §4, §6, §7; decision 0008, « CC »).

use serde_json::{Value, json};

use super::super::Settled;
use super::builders::{IBAN, complete, entry, merged, prospect_id, signature};
use super::world::{Prepare, World};

const A_DAY: &str = "2026-11-20T10:00:00Z";

/// Annex 2, complete, with some fields replaced or (null) taken away.
fn sheet(changes: Value) -> Value {
    merged(complete(), changes)
}

fn by_direct_debit() -> Value {
    json!({ "c_mod_rgl_1": "LD", "iban": IBAN, "bic": "AGRIFRPP836" })
}

#[test]
fn a_creation() {
    let mut world = World::new();
    let keys = json!({ "comment": "Urgent.\nMerci" });
    let file = entry(1).cc_with(sheet(by_direct_debit()), Some(signature()), keys);
    let plan = world.plan(&file);
    // By the file's own uuid, so its link is known before anything is committed.
    assert_eq!(plan.reference, file.id().to_string());
    assert_eq!(plan.told.entity, format!("P:{}", prospect_id()));
    assert_eq!(world.deliver(&file), "integrate");
    let [creation] = world.creations.as_slice() else { panic!("one creation") };
    assert_eq!((creation.id, creation.prospect), (file.id(), prospect_id()));
    assert_eq!((creation.asked_by.as_str(), creation.asked_at), ("jdupont", file.created_at()));
    assert_eq!(creation.comment.as_deref(), Some("Urgent.\nMerci"));
    let fields: Value = serde_json::from_str(&creation.fields).expect("JSON");
    assert_eq!(fields, sheet(by_direct_debit()), "bank details whole: the accountants need them");
    let signed: Value = serde_json::from_str(creation.signature.as_ref().expect("signed")).expect("JSON");
    assert_eq!(signed, signature());
    // The transformation is the accountants': the prospect stays one, and as it was.
    assert_eq!(world.held().row.conversion, None);
    assert_eq!(world.held().text("ville_fac"), "Laval");
    assert!(world.relations.is_empty());
}

/// To the accountants with the link; to the requester his own text without one.
#[test]
fn who_gets_which_mail() {
    let subject = "[Création Client] EARL DU MOULIN";
    let (compta, compta2, own) = ("compta@example.fr", "compta2@example.fr", "jdupont@example.fr");
    for (accountants, email, recipients) in [
        (json!([compta, compta2]), Some(own), vec![compta, compta2, own]),
        (json!([compta]), None, vec![compta]),
        // No address configured: no mail.
        (json!([]), Some(own), vec![own]),
        (json!([]), None, vec![]),
    ] {
        let mut world = World::new();
        world.rules.parameters.set("courriels_creation", accountants).expect("addresses");
        world.user_mut("jdupont").email = email.map(str::to_owned);
        let file = entry(1).cc(complete(), None);
        assert_eq!(world.deliver(&file), "integrate", "{recipients:?}");
        let queued: Vec<_> = world.queued().iter().map(|(to, subject, _)| (*to, *subject)).collect();
        assert_eq!(queued, recipients.iter().map(|to| (*to, subject)).collect::<Vec<_>>());
        let link = format!("http://127.0.0.1:8787/creations/{}", file.id());
        for mail in &world.mails {
            let to_accountants = mail.recipient.as_str() != own;
            assert_eq!(mail.body.contains(&link), to_accountants, "{}", mail.body);
            let sentence = "Un nouveau client est en attente de validation, accédez à sa fiche en cliquant sur le \
                            lien suivant :";
            assert_eq!(mail.body.contains(sentence), to_accountants, "{}", mail.body);
            if to_accountants {
                // From the author; who has no address sends from the service's.
                assert_eq!(mail.sender.as_deref(), email);
            } else {
                assert!(!mail.body.contains("http"), "{}", mail.body);
            }
            assert!(mail.message_id.contains(&file.id().to_string()), "{}", mail.message_id);
        }
        // A resend is recognisable: the same file makes the same Message-IDs, one a recipient.
        let mut ids: Vec<_> = world.mails.iter().map(|mail| mail.message_id.as_str()).collect();
        let mut again = World::new();
        again.rules.parameters.clone_from(&world.rules.parameters);
        again.user_mut("jdupont").email = email.map(str::to_owned);
        again.deliver(&file);
        assert_eq!(again.mails, world.mails);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), recipients.len());
    }
}

/// Unknown prospect (waits), `not-owner`, `prospect-deleted`, `prospect-converted`, `creation-pending`, then the fields:
/// `text-too-long`, else `bad-value`. Every combination: the first that applies is told.
#[test]
fn refusals_in_the_stated_order() {
    let reasons = [
        "reject: not-owner",
        "reject: prospect-deleted",
        "reject: prospect-converted",
        "reject: creation-pending",
        "reject: text-too-long",
        "reject: bad-value",
    ];
    for combination in 0..1_u32 << reasons.len() {
        let applies = |i: usize| combination & (1 << i) != 0;
        let mut world = World::new();
        if applies(1) {
            world.held_mut().row.deletion = Some(super::world::deleted_at(A_DAY));
        }
        if applies(2) {
            world.held_mut().convert(A_DAY, "C01846");
        }
        if applies(3) {
            world.pending.insert(prospect_id(), entry(0).deletes().id());
        }
        let mut fields = complete();
        if applies(4) {
            fields["ville_fac"] = json!("x".repeat(36));
        }
        if applies(5) {
            fields["contact_divers_2"] = json!("0");
        }
        let author = if applies(0) { "colleague" } else { "jdupont" };
        let file = entry(1).by(author).cc(fields, None);
        let expected = (0..reasons.len()).find(|i| applies(*i)).map_or("integrate", |i| reasons[i]);
        assert_eq!(world.deliver(&file), expected, "{combination:06b}");
        // Without the prospect it waits, whatever else is wrong.
        let mut world = World::empty();
        world.last_look = false;
        assert_eq!(world.deliver(&file), "postpone", "{combination:06b}");
        world.last_look = true;
        assert_eq!(world.deliver(&file), "defer: unknown-prospect", "{combination:06b}");
        // Owner and fields of a restored one were judged when it came.
        let mut world = World::new();
        world.integrated_before = true;
        assert_eq!(world.deliver(&file), "integrate", "{combination:06b}");
    }
}

/// What is wrong with a restored one's prospect keeps it waiting.
#[test]
fn a_restored_creation_waits() {
    let prepare: [(&str, Prepare); 3] = [
        ("defer: prospect-deleted", |world| {
            world.held_mut().row.deletion = Some(super::world::deleted_at(A_DAY))
        }),
        ("defer: prospect-converted", |world| world.held_mut().convert(A_DAY, "C01846")),
        ("defer: creation-pending", pending),
    ];
    for (expected, prepare) in prepare {
        let mut world = World::new();
        world.integrated_before = true;
        prepare(&mut world);
        let file = entry(1).cc(complete(), None);
        assert_eq!(world.deliver(&file), expected);
        world.rules.now += chrono::Duration::days(30);
        assert_eq!(world.deliver(&file), expected, "for ever");
    }
}

fn pending(world: &mut World) {
    world.pending.insert(prospect_id(), prospect_id());
}

#[test]
fn one_pending_creation_per_prospect() {
    let mut world = World::new();
    assert_eq!(world.deliver(&entry(1).cc(complete(), None)), "integrate");
    assert_eq!(world.deliver(&entry(2).cc(complete(), None)), "reject: creation-pending");
    assert_eq!(world.deliver(&entry(0).cc(complete(), None)), "reject: creation-pending");
    // After a refusal by the accountants a new one is welcome.
    world.pending.clear();
    assert_eq!(world.deliver(&entry(3).cc(complete(), None)), "integrate");
    assert_eq!(world.creations.len(), 2);
}

/// « En annexe la liste des champs obligatoires »: each that is missing is named, all at once.
#[test]
fn every_problem_is_named() {
    let obligatory = [
        "c_fam_client",
        "c_sfam_client",
        "nom_client",
        "adr1_fac",
        "dep_fac",
        "bur_dis_fac",
        "ville_fac",
        "c_agence",
        "c_rep",
        "c_pays",
        "tel_1",
        "contact_divers_2",
        "c_per",
        "c_catc",
        "c_mod_rgl_1",
        "nb_jour_1",
        "type_edition_fac",
    ];
    for column in obligatory {
        let mut world = World::new();
        let file = entry(1).cc(sheet(json!({ column: null })), None);
        assert_eq!(world.deliver(&file), "reject: bad-value", "{column}");
    }
    for (fields, reason, named) in [
        (json!({}), "bad-value", &obligatory[..]),
        (
            sheet(json!({ "contact_divers_2": "0", "tel_1": "x" })),
            "bad-value",
            &["contact_divers_2", "tel_1"],
        ),
        (
            sheet(json!({ "contact_divers_2": "0", "ville_fac": "x".repeat(36), "c_pays": null })),
            "text-too-long",
            &["contact_divers_2", "ville_fac", "c_pays"],
        ),
    ] {
        let Err(Settled::Reject(why, detail)) = World::new().judge(&entry(1).cc(fields, None)) else {
            panic!("a refusal");
        };
        assert_eq!(why.as_str(), reason);
        for column in named {
            assert!(detail.contains(column), "{column}: {detail}");
        }
    }
}

/// « a CC is strict in all, SIRET for France only »; payment modes and their rules.
#[test]
fn the_fields_of_a_creation() {
    let (ok, bad, long) = ("integrate", "reject: bad-value", "reject: text-too-long");
    for (changes, signed, expected) in [
        (json!({}), false, ok),
        (json!({ "contact_divers_2": "73282932000075" }), false, bad),
        (
            json!({ "contact_divers_2": "BCE 0123", "c_pays": "BE", "tel_1": "02 123 45 67", "dep_fac": "1000" }),
            false,
            ok,
        ),
        (json!({ "contact_divers_1": "FR00" }), false, bad),
        (json!({ "contact_divers_1": "FR32123456789" }), false, ok),
        (json!({ "c_ape": "?" }), false, bad),
        (json!({ "c_ape": "0111Z" }), false, ok),
        (json!({ "tel_1": "demander Paul" }), false, bad),
        (json!({ "tel_2": "06" }), false, bad),
        (json!({ "fax": "02 61 91 12 35" }), false, ok),
        (json!({ "nom_client": "é".repeat(35) }), false, ok),
        (json!({ "nom_client": "é".repeat(36) }), false, long),
        (json!({ "nom_client": "漢" }), false, long),
        (json!({ "dep_fac": "20", "bur_dis_fac": "000", "ville_fac": "Ajaccio" }), false, ok),
        // LD: bank details and the customer's signature.
        (by_direct_debit(), true, ok),
        (by_direct_debit(), false, bad),
        (merged(by_direct_debit(), json!({ "iban": null })), true, bad),
        (merged(by_direct_debit(), json!({ "bic": null })), true, bad),
        (merged(by_direct_debit(), json!({ "iban": "FR7630006000011234567890188" })), true, bad),
        (merged(by_direct_debit(), json!({ "bic": "AGRIFR" })), true, bad),
        // Not needed, but given, they must be right.
        (json!({ "iban": "FR76" }), false, bad),
        (json!({ "iban": IBAN, "bic": "AGRIFRPP836" }), false, ok),
    ] {
        let file = entry(1).cc(sheet(changes.clone()), signed.then(signature));
        assert_eq!(World::new().deliver(&file), expected, "{changes} {signed}");
    }
}

/// CH is a farmer's: 20 days from the invoice, and no day of the month.
#[test]
fn cheques_are_for_farmers() {
    let (ok, bad) = ("integrate", "reject: bad-value");
    for (farmers, changes, expected) in [
        (json!(["AGRI"]), json!({ "nb_jour_1": 20 }), ok),
        (json!(["CERE"]), json!({ "nb_jour_1": 20 }), ok),
        (json!(["ELEV"]), json!({ "nb_jour_1": 20 }), bad),
        (json!([]), json!({ "nb_jour_1": 20 }), bad),
        (json!(["AGRI"]), json!({ "nb_jour_1": 30 }), bad),
        (json!(["AGRI"]), json!({ "nb_jour_1": null }), bad),
        (json!(["AGRI"]), json!({ "nb_jour_1": 20, "jour_1": "10" }), bad),
    ] {
        let mut world = World::new();
        world.rules.parameters.set("categories_agriculteur", farmers.clone()).expect("codes");
        let file = entry(1).cc(sheet(merged(json!({ "c_mod_rgl_1": "CH" }), changes.clone())), None);
        assert_eq!(world.deliver(&file), expected, "{farmers} {changes}");
    }
}

/// Which modes need bank details and a signature are two parameters.
#[test]
fn the_modes_are_parameters() {
    let bank = json!({ "iban": IBAN, "bic": "AGRIFRPP836" });
    for (with_bank, with_signature, changes, signed, expected) in [
        (json!(["LD"]), json!(["VI"]), json!({}), false, "reject: bad-value"),
        (json!(["LD"]), json!(["VI"]), json!({}), true, "integrate"),
        (json!(["VI"]), json!(["LD"]), json!({}), false, "reject: bad-value"),
        (json!(["VI"]), json!(["LD"]), bank.clone(), false, "integrate"),
        (json!([]), json!([]), json!({ "c_mod_rgl_1": "LD" }), false, "integrate"),
    ] {
        let mut world = World::new();
        world.rules.parameters.set("modes_avec_rib", with_bank.clone()).expect("codes");
        world.rules.parameters.set("modes_avec_signature", with_signature.clone()).expect("codes");
        let file = entry(1).cc(sheet(changes.clone()), signed.then(signature));
        assert_eq!(world.deliver(&file), expected, "{with_bank} {with_signature} {changes} {signed}");
    }
}

#[test]
fn a_corrected_creation() {
    let mut world = World::new();
    let wrong = entry(1).cc(sheet(json!({ "tel_1": "x" })), None);
    assert_eq!(world.deliver(&wrong), "reject: bad-value");
    let right = entry(2).replacing(&wrong).cc(complete(), None);
    assert_eq!(world.deliver(&right), "integrate, replacing");
    assert_eq!(world.creations[0].id, right.id());
}
