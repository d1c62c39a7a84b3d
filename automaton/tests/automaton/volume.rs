//! Many files of several users and devices through the real program.

use std::collections::BTreeSet;

use serde_json::json;

use super::support::{DEVICE, OTHER_DEVICE, Place, VisitFile};

const THIRD_DEVICE: &str = "00000000-0000-4000-8000-000000000003";

#[test]
fn two_thousand_visits_become_two_thousand_rows() {
    let place = Place::new();
    let mut sequences = [0_u64; 3];
    let mut expected = BTreeSet::new();
    for number in 1..=2_000_u32 {
        // A fixed mixture: no two neighbours alike, the same in every run.
        let which = (number.wrapping_mul(2_654_435_761) >> 16) as usize % 3;
        let (author, device) =
            [("jdupont", DEVICE), ("jdupont", THIRD_DEVICE), ("amartin", OTHER_DEVICE)][which];
        sequences[which] += 1;
        let customer = ["C01846", "C02184", "C03390"][number as usize % 3];
        let mut visit = VisitFile::new(number).by(author, device).with("customer", json!(customer));
        visit.sequence = Some(sequences[which]);
        let file = visit.file();
        place.deliver_file(&file);
        let c_user = if author == "jdupont" { "JD" } else { "AM" };
        expected.insert(vec![
            file.file_name().as_str().to_owned(),
            customer.to_owned(),
            c_user.to_owned(),
            format!("Visite numéro {number}\nsaisie via le CRM"),
        ]);
    }
    let report = place.pass();
    assert_eq!(report["integrated"], 2_000);
    assert_eq!(report["rejected"], 0);
    let sql = "SELECT crm_fichier, c_entite, c_user, commentaire FROM client_relation";
    let rows: BTreeSet<_> = place.query(sql).into_iter().collect();
    assert_eq!(rows, expected);
    assert_eq!(place.count("client_relation"), 2_000);
    assert_eq!(place.tree("archive").len(), 2_000);

    let (rows, archive) = (place.rows(), place.tree("archive"));
    let receipts = place.tree("bases");
    let again = place.pass();
    assert_eq!(
        (&again["integrated"], &again["files"]),
        (&json!(0), &json!([])),
        "a second pass does nothing"
    );
    assert_eq!((place.rows(), place.tree("archive"), place.tree("bases")), (rows, archive, receipts));

    let (_, status) = place.json(&["status"]);
    assert_eq!(status["inbox"], json!({ "lying": 2_000, "pending": 0 }));
    assert_eq!(status["files"]["integrated"], 2_000);
    assert_eq!(status["sequence_gaps"], json!([]));
    assert_eq!(status["running"], json!(null));
    let jdupont = &status["users"][1];
    assert_eq!(
        (&jdupont["folder"], &jdupont["files"]),
        (&json!("jdupont"), &json!(sequences[0] + sequences[1]))
    );
}
