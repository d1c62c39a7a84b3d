//! A user's prospects with all that hangs on them.

use domain::{CustomerField, Fleet, FollowUp};
use exchange_schema::Role;
use serde_json::{Map, Value, json};
use snapshot::read::HistoryQuery;

use crate::creations::stage::{self, whole_sheet};
use crate::day::other_kinds;
use crate::rebuild::published::{ADMIN, COMMON};
use crate::support::{Draft, OTHER_DEVICE, Place, id};

/// The day of `other_kinds` after a pass and a rebuild.
fn a_day() -> Place {
    let place = Place::with_administrator();
    place
        .base()
        .execute("UPDATE client SET tel_1 = '02.99.12.34.56' WHERE c_client = 'C01846'", [])
        .expect("set");
    other_kinds().iter().for_each(|file| drop(place.deliver_file(file)));
    assert_eq!(place.pass()["integrated"], 10);
    place.rebuild();
    place
}

#[test]
fn a_prospect_comes_with_visits_follow_up_fleet_clash_and_creation() {
    let place = a_day();
    for (user, own) in [("jdupont", true), (ADMIN, false)] {
        let base = place.published(user).open_user();
        let cards = base.prospects().expect("read");
        assert_eq!(
            cards.iter().map(|card| card.id).collect::<Vec<_>>(),
            [id(71)],
            "{user}: deleted ones are nobody's"
        );
        let card = &cards[0];
        let text = |field| card.sheet.get(&field).map(ToString::to_string).unwrap_or_default();
        assert_eq!(
            [text(CustomerField::Name), text(CustomerField::Town)],
            ["GARAGE NEUF", "BREST"],
            "{user}"
        );
        assert_eq!((card.own, card.created_by.as_str()), (own, "jdupont"), "{user}");
        assert_eq!(card.last_visit_on.map(|on| on.to_string()).as_deref(), Some("2026-11-20"), "{user}");
        let standing = FollowUp::from_events(card.follow_up.clone());
        let fleet: Fleet = serde_json::from_value(json!({ "VL": 3 })).expect("a fleet");
        assert_eq!(
            (standing.on.map(|on| on.to_string()).as_deref(), standing.fleet),
            (Some("2026-12-01"), fleet)
        );
        let clash = &card.clashes[0];
        let said = [&clash.expected, &clash.found, &clash.wanted].map(|text| text.as_deref().unwrap_or(""));
        assert_eq!(
            (card.clashes.len(), clash.field, said),
            (1, CustomerField::Address1, ["2 rue du Port", "", "3 rue du Port"])
        );
        let creation = card.creation.as_ref().expect("one waits");
        assert_eq!((creation.id, creation.asked_by.as_str()), (id(19), "jdupont"));
        let all = HistoryQuery { limit: 9, ..HistoryQuery::default() };
        let visits = base.history(id(71), &all).expect("read");
        assert_eq!(
            (visits.len(), visits[0].entry, visits[0].author.as_deref()),
            (1, Some(id(11)), Some("jdupont"))
        );
        assert!(visits[0].comment.as_deref().is_some_and(|comment| comment.starts_with("bon accueil")));
    }
    for user in ["amartin", "sanscode"] {
        assert!(place.published(user).open_user().prospects().expect("read").is_empty(), "{user}");
    }
}

/// The visit to the deleted prospect was made all the same: its author's figures have it, as a number.
#[test]
fn visits_count_for_those_who_made_them() {
    let place = a_day();
    let sql = "SELECT visited_on, author, count(DISTINCT who), sum(visits) FROM visited GROUP BY 1, 2";
    for (user, expected) in [("jdupont", 1), (ADMIN, 1), ("amartin", 0), ("sanscode", 0)] {
        let rows = place.published(user).rows(Role::Prospects, sql);
        assert_eq!(rows.len(), expected, "{user}");
        rows.iter().for_each(|row| assert_eq!(row, &["2026-11-20", "jdupont", "2", "2"], "{user}"));
    }
    let who = place.published("jdupont").rows(Role::Prospects, "SELECT who FROM prospect");
    let known =
        place.published("jdupont").rows(Role::Prospects, "SELECT DISTINCT who FROM visited ORDER BY 1");
    assert_eq!((who, known), (vec![vec!["1".to_owned()]], vec![vec!["1".to_owned()], vec!["2".to_owned()]]));
}

#[test]
fn a_sheet_is_whole_for_its_owner_and_masked_for_the_administrator() {
    let place = Place::with_administrator();
    let mut fields = whole_sheet(1);
    fields["etape"] = json!("visité");
    fields["motif_perte"] = json!("prix");
    place.drop_draft(&Draft::new(1, "CP", json!({ "prospect": id(71), "fields": fields })));
    let clash = json!({ "prospect": id(71), "changes": [
        { "field": "iban", "from": "FR1420041010050500013M02606", "to": "DE89370400440532013000" },
        { "field": "etape", "from": "perdu", "to": "gagné" }] });
    place.drop_draft(&Draft::new(2, "MP", clash));
    assert_eq!(place.pass()["integrated"], 2);
    place.rebuild();
    let sheet: Map<String, Value> = fields.as_object().expect("an object").clone();
    for (user, own) in [("jdupont", true), (ADMIN, false)] {
        let base = place.published(user).open_user();
        let card = base.prospect(id(71)).expect("read").expect("there");
        assert_eq!(card.sheet.len(), 42, "{user}");
        for (column, value) in &sheet {
            let field: CustomerField = column.parse().expect("a column");
            let expected = match (column.as_str(), own, value) {
                ("iban", false, _) => "0189".to_owned(),
                ("bic", false, _) => "P836".to_owned(),
                (_, _, Value::String(text)) => text.clone(),
                (_, _, other) => other.to_string(),
            };
            let found = card.sheet[&field].to_string();
            // What stands for hidden signs is neither a letter nor a digit.
            let shown =
                if own { &found } else { found.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()) };
            assert_eq!(shown, expected, "{user}: {column}");
        }
        let clash = card.clashes.iter().find(|clash| clash.field == CustomerField::Iban).expect("a clash");
        let whole = clash.wanted.as_deref() == Some("DE89370400440532013000");
        assert_eq!(whole, own, "{user}: {clash:?}");
        assert_eq!(card.clashes.len(), 2);
    }
}

/// So that the two bases may be adopted in either order.
#[test]
fn a_new_customer_is_in_both_bases_and_marked() {
    let (place, creation) = stage::pending();
    let validate = ["creations", "validate", &creation, "--code", "C05000"];
    assert_eq!(place.json_at(stage::DECIDED, &validate).0, 0);
    place.rebuild_at(stage::NEXT);
    let common = place.published(COMMON).open_common();
    let own = place.published("jdupont").open_user();
    let card = own.prospect(stage::prospect(1)).expect("read").expect("still there");
    let (at, customer) = card.conversion.expect("converted");
    assert_eq!((at.to_string().as_str(), customer.as_str()), ("2026-11-21 15:30:00 UTC", "C05000"));
    assert_eq!(card.creation, None, "it waits no more");
    assert_eq!(common.made_of(card.id).expect("read").as_deref(), Some("C05000"));
}

/// What a rep enters about a prospect that was idle moves it, whichever the kind.
#[test]
fn any_entry_moves_an_idle_prospect() {
    let change = |prospect| json!({ "prospect": prospect, "changes": [{ "field": "ville_fac", "from": null, "to": "BREST" }] });
    let told = |prospect| json!({ "prospect": prospect, "changes": [], "fleet": { "VL": 2 } });
    let visit = |prospect| json!({ "prospect": prospect, "visited_on": "2026-11-20", "visited_at": "09:00", "comment": "" });
    let place = Place::new();
    let idle = |number: u32| {
        json!({
            "prospect": id(number), "nom_client": format!("IDLE {number}"), "cree_par": "jdupont", "cree_le": "2020-11-01 08:00:00",
            "change_le": "2020-11-01 08:00:00", "crm_fichier": format!("CP{number}")
        })
    };
    place.insert("crm_prospect", &(71..=74).map(idle).collect::<Vec<_>>());
    place.rebuild();
    assert!(place.published("jdupont").open_user().prospects().expect("read").is_empty());
    place.drop_draft(&Draft::new(1, "MP", change(id(71))));
    place.drop_draft(&Draft::new(2, "MP", told(id(72))));
    place.drop_draft(&Draft::new(3, "VP", visit(id(73))));
    // Refused: it is not hers, so nothing moved.
    place.drop_draft(&Draft::new(4, "VP", visit(id(74))).by("amartin", OTHER_DEVICE));
    assert_eq!(place.pass()["integrated"], 3);
    place.rebuild();
    let shipped: Vec<_> = place
        .published("jdupont")
        .open_user()
        .prospects()
        .expect("read")
        .iter()
        .map(|card| card.id)
        .collect();
    assert_eq!(shipped, [id(71), id(72), id(73)]);
}

/// A validation moves them to the customer; a laptop whose common base is of before shows them with the prospect.
#[test]
fn a_new_customers_follow_up_is_with_the_prospect_too() {
    let (place, creation) = stage::pending();
    let plan = json!({ "prospect": stage::prospect(1), "changes": [], "follow_up_on": "2026-12-24", "fleet": { "TP": 2 } });
    place.drop_draft(&Draft::new(9, "MP", plan));
    place.pass();
    place.succeed(&["creations", "validate", &creation]);
    place.rebuild();
    let cards = place.published("jdupont").open_user().prospects().expect("read");
    let standing = FollowUp::from_events(cards[0].follow_up.clone());
    assert_eq!(standing.on.map(|on| on.to_string()).as_deref(), Some("2026-12-24"));
    let code = &cards[0].conversion.as_ref().expect("converted").1;
    let customer = place.published(COMMON).open_common().customer(code).expect("read").expect("there");
    assert_eq!(FollowUp::from_events(customer.follow_up), standing, "in both bases");
}

/// Whose it is now is not known: the reassignment may have withdrawn anybody.
#[test]
fn a_prospect_with_an_unreadable_attachment_is_the_administrators_alone() {
    let place = a_day();
    place.insert(
        "crm_rattachement",
        &[json!({ "id": "lot/71", "prospect": id(71).to_string(), "depuis": "demain", "c_rep": "AM01", "createur_retire": 1, "par": "chef" })],
    );
    let report = place.rebuild();
    assert_eq!(report["problem_count"], 1, "{report}");
    let shipped = |user: &str| place.published(user).open_user().prospects().expect("read").len();
    assert_eq!([shipped("jdupont"), shipped("amartin"), shipped(ADMIN)], [0, 0, 1]);
}
