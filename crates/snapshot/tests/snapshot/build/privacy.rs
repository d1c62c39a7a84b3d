//! No bank detail enters everybody's base, whoever hands one in.

use domain::{CustomerField, CustomerRecord, RelationRecord};

use super::support::{at, common, customer, prospect_id, sheet, visit};

#[test]
fn no_byte_of_a_bank_detail_is_in_a_common_file() {
    let iban = "FR7630006000011234567890189";
    let bic = "AGRIFRPP882";
    let made = common(|base| {
        for n in 0..300 {
            let mut record = customer(&format!("C{n:05}"), "GARAGE DU CENTRE");
            record.sheet.extend(sheet(&[
                (CustomerField::Iban, iban),
                (CustomerField::Bic, bic),
                (CustomerField::Town, "LAVAL"),
            ]));
            let conversion = Some((prospect_id(n), at("2026-11-20T10:00:00Z")));
            base.customer(&CustomerRecord { conversion, ..record }).unwrap();
            let relation = visit(&format!("C{n:05}"), "2026-11-02", &n.to_string());
            base.relation(&RelationRecord { archived: n % 2 == 0, ..relation }).unwrap();
        }
    });
    let mut town_was_seen = false;
    for file in &made.built.files {
        let bytes = std::fs::read(&file.path).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|found| found == text.as_bytes());
        assert!(!holds(iban) && !holds(bic) && !holds("567890189"), "{}", file.entry.name);
        // Nor the identity of the prospect that a customer was.
        assert!(
            !bytes.windows(16).any(|found| found == prospect_id(7).as_bytes())
                && !holds(&prospect_id(7).to_string())
        );
        town_was_seen |= holds("LAVAL");
    }
    assert!(town_was_seen, "the search finds what is there");
}
