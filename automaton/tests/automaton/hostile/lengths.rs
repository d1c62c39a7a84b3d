//! The longest texts that the format allows. SQLite holds any length; SQL Server does not, so the declared widths are looked at here.

use serde_json::json;

use crate::support::{Draft, Place, complete_sheet, id, verdict};

const LATER: &str = "2026-11-21T16:00:00Z";

/// No cell is wider than its column is declared (`nvarchar` counts UTF-16 units), and none of the ERP's code page holds another sign.
pub fn nothing_overflows(place: &Place) {
    let mut wrong = Vec::new();
    for table in place
        .query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .concat()
    {
        for column in place.query(&format!("SELECT name, type FROM pragma_table_info('{table}')")) {
            let [name, kind] = column.try_into().expect("two columns");
            let Some((kind, width)) = kind.trim_end_matches(')').split_once('(') else { continue };
            let width: usize = width.parse().expect("a width");
            for cell in place.query(&format!("SELECT {name} FROM {table} WHERE length({name}) > 0")).concat()
            {
                let units = cell.encode_utf16().count();
                if units > width {
                    wrong.push(format!("{table}.{name} {kind}({width}) holds {units}"));
                } else if !kind.starts_with('n') && !super::texts::in_code_page(&cell) {
                    wrong.push(format!("{table}.{name} {kind}({width}) holds {cell:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_longest_texts_are_kept_whole() {
    let place = Place::new();
    place.succeed(&["params", "set", "courriels_creation", "compta@pneus.example"]);
    let long = "👍é".repeat(5_000);
    let (one, other) = (id(7_001), id(7_002));
    let new = |number: u32, prospect: uuid::Uuid| {
        let fields = json!({ "nom_client": "É".repeat(35), "etape": "€".repeat(40), "contact_divers_4": "x".repeat(255) });
        Draft::new(number, "CP", json!({ "prospect": prospect, "fields": fields, "duplicate_reason": long }))
    };
    let day = |who: &str, whom: serde_json::Value| json!({ who: whom, "visited_on": "2026-11-21", "visited_at": "09:30", "comment": long });
    let signature = json!({
        "svg": "<svg/>", "signer": long, "place": long, "signed_at": "2026-11-21T08:00:00Z", "text": long
    });
    let request = json!({ "prospect": one, "fields": complete_sheet(&"É".repeat(35)), "comment": long });
    let drafts = [
        new(1, one),
        new(2, other),
        Draft::new(3, "VC", day("customer", json!("C01846"))),
        Draft::new(4, "VP", day("prospect", json!(one))),
        Draft::new(5, "MC", json!({ "customer": "C01846", "changes": [], "comment": long })),
        Draft::new(6, "CC", request).with("signature", signature),
        Draft::new(7, "MP", json!({ "prospect": other, "delete": { "reason": long } })),
    ];
    drafts.iter().for_each(|draft| drop(place.drop_draft(draft)));
    let report = place.pass_at(LATER);
    for draft in &drafts {
        assert_eq!(verdict(&report, &draft.name()), "integrated", "{}", draft.name());
    }
    for (sql, times) in [
        ("SELECT commentaire FROM client_relation", 2),
        ("SELECT commentaire FROM crm_visite_prospect", 1),
        ("SELECT motif_doublon FROM crm_prospect", 2),
        ("SELECT motif_suppression FROM crm_prospect", 1),
        ("SELECT commentaire FROM crm_demande_modification", 1),
        ("SELECT commentaire FROM crm_creation_client", 1),
        ("SELECT json_extract(signature, '$.text') FROM crm_creation_client", 1),
    ] {
        let kept = place.query(sql).concat().into_iter().filter(|cell| cell.starts_with(&long));
        assert_eq!(kept.count(), times, "{sql}");
    }
    nothing_overflows(&place);
}
