//! A user's own base.

use domain::{
    ClashRecord, CreationRecord, CustomerField, FollowUpChange, ProspectRecord, ProspectVisitRecord,
};

use super::support::{PICKED, at, day, event, prospect, prospect_id, prospect_visit, sheet, user};

const IBAN: &str = "FR7630006000011234567890189";

#[test]
fn prospects_with_what_is_computed() {
    let made = user(|base| {
        let conversion = Some((at("2026-11-20T10:00:00Z"), "C9".to_owned()));
        base.prospect(&ProspectRecord { conversion, ..prospect(2, "FERME") }, true).unwrap();
        base.visit(&prospect_visit(1, "2026-10-01")).unwrap();
        base.visit(&prospect_visit(1, "2026-11-02")).unwrap();
        base.visit(&prospect_visit(1, "2026-09-01")).unwrap();
        let set = event("2026-11-02T23:30:00Z", FollowUpChange::Set(day("2026-12-05")), r#"{"VL":3}"#);
        base.follow_up(prospect_id(1), set).unwrap();
        base.prospect(&prospect(1, "GARAGE"), true).unwrap();
    });
    made.check();
    assert_eq!(made.stems(), ["prospects", "user"]);
    let (one, two) = (prospect_id(1), prospect_id(2));
    assert_eq!(
        made.rows(
            "prospects",
            "SELECT id, nom_client, created_by, created_at, own, converted_at, c_client, last_visit_on, follow_up_on, fleet, \
             fleet_told_on, who FROM prospect"
        ),
        [
            format!("{one}|GARAGE|jdupont|2026-11-01T08:00:00Z|1|-|-|2026-11-02|2026-12-05|{{\"VL\":3}}|2026-11-02|-"),
            format!("{two}|FERME|jdupont|2026-11-01T08:00:00Z|1|2026-11-20T10:00:00Z|C9|-|-|-|-|-"),
        ]
    );
    assert_eq!(
        made.rows("prospects", "SELECT prospect, at, change, follow_up_on, fleet FROM follow_up"),
        [format!("{one}|2026-11-02T23:30:00Z|set|2026-12-05|{{\"VL\":3}}")]
    );
    assert_eq!(
        made.rows("user", "SELECT * FROM own"),
        ["jdupont|NORD\\jdupont|JD|12|jd@example.fr|Jeanne Dupont|0|1"]
    );
}

#[test]
fn bank_details_of_others_are_masked() {
    for (own, expected) in [(true, format!("AGRIFRPP882|{IBAN}")), (false, "••••P882|••••0189".to_owned())]
    {
        let clash = |field| ClashRecord {
            prospect: prospect_id(1),
            field,
            expected: None,
            found: Some(IBAN.to_owned()),
            wanted: Some("AGRIFRPP882".to_owned()),
            opened_at: at("2026-11-01T08:00:00Z"),
            file: "MP_x".to_owned(),
        };
        let made = user(|base| {
            let mut record = prospect(1, "GARAGE");
            record.sheet.extend(sheet(&[(CustomerField::Iban, IBAN), (CustomerField::Bic, "AGRIFRPP882")]));
            base.clash(&clash(CustomerField::Iban)).unwrap();
            base.clash(&clash(CustomerField::Attention)).unwrap();
            base.prospect(&record, own).unwrap();
        });
        assert_eq!(made.rows("prospects", "SELECT bic, iban FROM prospect"), [expected.as_str()]);
        let masked = if own { IBAN } else { "••••0189" };
        assert_eq!(
            made.rows("prospects", "SELECT field, expected, found, opened_at FROM clash"),
            [
                format!("c_attention|-|{IBAN}|2026-11-01T08:00:00Z"),
                format!("iban|-|{masked}|2026-11-01T08:00:00Z")
            ]
        );
    }
}

#[test]
fn what_is_said_of_other_prospects_is_left_out() {
    let made = user(|base| {
        base.prospect(&prospect(1, "GARAGE"), true).unwrap();
        base.visit(&prospect_visit(2, "2026-11-02")).unwrap();
        base.follow_up(prospect_id(2), event("2026-11-02T08:00:00Z", FollowUpChange::Clear, "{}")).unwrap();
        base.clash(&ClashRecord {
            prospect: prospect_id(2),
            field: CustomerField::Name,
            expected: None,
            found: None,
            wanted: None,
            opened_at: at("2026-11-01T08:00:00Z"),
            file: String::new(),
        })
        .unwrap();
        base.creation(&CreationRecord {
            id: prospect_id(9),
            prospect: prospect_id(2),
            asked_by: "jdupont".to_owned(),
            asked_at: at("2026-11-01T08:00:00Z"),
            refusal: None,
        })
        .unwrap();
    });
    for table in ["visit", "follow_up", "clash", "creation", "identity", "visited"] {
        assert_eq!(made.rows("prospects", &format!("SELECT count(*) FROM {table}")), ["0"], "{table}");
    }
    let bytes = std::fs::read(made.path("prospects")).unwrap();
    let id = prospect_id(2).to_string();
    assert!(!bytes.windows(id.len()).any(|found| found == id.as_bytes()));
}

#[test]
fn visits_are_numbers_in_the_statistics() {
    let visited = |n, on: &str, author: &str, answers: Option<&str>| ProspectVisitRecord {
        author: author.to_owned(),
        answers: answers.map(|picked| (1, picked.to_owned())),
        ..prospect_visit(n, on)
    };
    let made = user(|base| {
        base.prospect(&prospect(5, "GARAGE"), true).unwrap();
        base.prospect(&prospect(6, "NEVER VISITED"), true).unwrap();
        base.visited(&visited(5, "2026-11-02", "jdupont", None)).unwrap();
        base.visited(&visited(9, "2026-11-02", "jdupont", None)).unwrap();
        base.visited(&visited(3, "2026-11-02", "abel", None)).unwrap();
        base.visited(&visited(5, "2026-11-02", "jdupont", None)).unwrap();
        base.visited(&visited(5, "2026-11-02", "jdupont", Some(PICKED))).unwrap();
        base.visited(&visited(5, "2026-11-01", "jdupont", None)).unwrap();
    });
    assert_eq!(
        made.rows("prospects", "SELECT * FROM visited ORDER BY rowid"),
        [
            "2026-11-01|jdupont|2|-|-|1",
            "2026-11-02|abel|1|-|-|1",
            "2026-11-02|jdupont|2|-|-|2",
            "2026-11-02|jdupont|2|telephone|pl-plp tp|1",
            "2026-11-02|jdupont|3|-|-|1",
        ]
    );
    assert_eq!(
        made.rows("prospects", "SELECT nom_client, who FROM prospect"),
        ["GARAGE|2", "NEVER VISITED|-"]
    );
}

#[test]
fn the_history_of_a_prospect() {
    let answered =
        ProspectVisitRecord { answers: Some((1, PICKED.to_owned())), ..prospect_visit(1, "2026-11-02") };
    let late = ProspectVisitRecord { at: "18:00".to_owned(), ..prospect_visit(1, "2026-11-01") };
    let foreign = ProspectVisitRecord { file: "imported".to_owned(), ..prospect_visit(1, "2026-11-01") };
    let made = user(|base| {
        base.prospect(&prospect(1, "GARAGE"), true).unwrap();
        for visit in [answered, late, foreign] {
            base.visit(&visit).unwrap();
        }
    });
    let entry = prospect_id(0x1001).simple();
    assert_eq!(
        made.rows("prospects", "SELECT id, visited_on, visited_at, author, subject, comment, form, picked, contact, quotes, entry FROM visit"),
        [
            "1|2026-11-01|10:00|jdupont|Visite||-|-|-|-|-".to_owned(),
            format!("2|2026-11-01|18:00|jdupont|Visite||-|-|-|-|{entry}"),
            format!("3|2026-11-02|10:00|jdupont|Visite||1|{PICKED}|telephone|pl-plp tp|{entry}"),
        ]
    );
}

#[test]
fn a_refused_creation_comes_with_its_words() {
    let made = user(|base| {
        base.prospect(&prospect(1, "A"), true).unwrap();
        base.creation(&CreationRecord {
            id: prospect_id(7),
            prospect: prospect_id(1),
            asked_by: "jdupont".to_owned(),
            asked_at: at("2026-11-01T08:00:00Z"),
            refusal: Some((at("2026-11-02T08:00:00Z"), "Déjà client.".to_owned())),
        })
        .unwrap();
    });
    let rows = made.rows("prospects", "SELECT asked_at, refused_at, message FROM creation");
    assert_eq!(rows, ["2026-11-01T08:00:00Z|2026-11-02T08:00:00Z|Déjà client."]);
}

#[test]
fn what_stands_there_twice_is_told() {
    let creation = |n| CreationRecord {
        id: prospect_id(n),
        prospect: prospect_id(1),
        asked_by: "jdupont".to_owned(),
        asked_at: at("2026-11-01T08:00:00Z"),
        refusal: None,
    };
    let made = user(|base| {
        base.creation(&creation(8)).unwrap();
        base.creation(&creation(7)).unwrap();
        for (name, own) in [("A", true), ("B", false)] {
            let mut record = prospect(1, name);
            record.sheet.extend(sheet(&[(CustomerField::Iban, IBAN)]));
            base.prospect(&record, own).unwrap();
        }
    });
    assert_eq!(made.rows("prospects", "SELECT nom_client, own, iban FROM prospect"), ["B|0|••••0189"]);
    assert_eq!(
        made.rows("prospects", "SELECT id, asked_by, asked_at FROM creation"),
        [format!("{}|jdupont|2026-11-01T08:00:00Z", prospect_id(7))]
    );
    assert_eq!(made.built.problems.len(), 2, "{:?}", made.built.problems);
}
