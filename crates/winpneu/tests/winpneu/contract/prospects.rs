//! `crm_prospect` itself: its fields, its version, its end.

use chrono::Duration;
use domain::{CUSTOMER_FIELDS, CustomerField, EntryMark, FieldKind, FieldValue};
use winpneu::prospects::{self, NewProspect, Prospect, Sheet};
use winpneu::registry::FileEntry;
use winpneu::{Error, Statements};

use super::Open;
use super::given::{
    entry, folder, found, id, integrated, minutes_later, new_prospect, prospect, record, rows, sheet, text,
    texts, widest_sheet, within,
};
use crate::embedded::now;

pub async fn every_field_of_a_prospect_comes_back_as_it_went(open: Open) {
    let mut base = open().await;
    assert_eq!(prospects::find(&mut base, id(1)).await.expect("asked"), None);
    let widest = widest_sheet();
    assert_eq!(widest.len(), 42);
    let new = NewProspect { fields: widest.clone(), ..new_prospect(id(1)) };
    within(&mut base, async |tx| prospects::insert(tx, &new, "CP_1", minutes_later(5)).await)
        .await
        .expect("inserted");
    let expected = Prospect {
        id: id(1),
        fields: widest.clone(),
        created_by: "jdupont".to_owned(),
        created_at: now().naive_utc(),
        deletion: None,
        conversion: None,
        version: 0,
    };
    assert_eq!(found(&mut base, id(1)).await, expected);

    let plain = [("nb_jour_1", FieldValue::Integer(0)), ("date_creation_ste", text("2024-02-29"))];
    let plain: Sheet =
        plain.into_iter().map(|(name, value)| (name.parse().expect("a field"), value)).collect();
    for fields in [plain, Sheet::new(), widest] {
        within(&mut base, async |tx| prospects::set_fields(tx, id(1), &fields).await).await.expect("set");
        assert_eq!(found(&mut base, id(1)).await, Prospect { fields, ..expected.clone() });
    }
}

/// Each field alone, so that a column which takes another's value, or hides behind a NULL, is named.
pub async fn one_field_alone_comes_back_alone(open: Open) {
    let mut base = open().await;
    prospect(&mut base, id(1)).await;
    prospect(&mut base, id(2)).await;
    for (field, value) in widest_sheet() {
        let fields = Sheet::from([(field, value)]);
        within(&mut base, async |tx| prospects::set_fields(tx, id(1), &fields).await).await.expect("set");
        assert_eq!(found(&mut base, id(1)).await.fields, fields, "{field}");
    }
    let other = sheet(&[(CustomerField::Name, "EARL DU MOULIN")]);
    assert_eq!(found(&mut base, id(2)).await.fields, other, "another prospect is left alone");
}

/// `char(n)` is padded with blanks and '' means NULL (design §4): what comes back is what can be told apart.
pub async fn blanks_at_the_end_and_empty_texts_are_no_value(open: Open) {
    let mut base = open().await;
    let fields = sheet(&[
        (CustomerField::Name, "  GAEC DES DEUX  ROCHES  "),
        (CustomerField::Town, "   "),
        (CustomerField::Email, ""),
        (CustomerField::CompanyCreatedOn, ""),
        (CustomerField::Stage, ""),
    ]);
    // The fraction is cut off, never rounded up: an entry does not come to be later than it was.
    let created_at = now() + Duration::milliseconds(999);
    let new = NewProspect { fields, created_at, ..new_prospect(id(1)) };
    within(&mut base, async |tx| prospects::insert(tx, &new, "CP_1", now()).await).await.expect("inserted");
    let found = found(&mut base, id(1)).await;
    assert_eq!(found.fields, sheet(&[(CustomerField::Name, "  GAEC DES DEUX  ROCHES")]));
    assert_eq!(found.created_at, now().naive_utc());
}

pub async fn a_text_wider_than_its_column_is_refused(open: Open) {
    let mut base = open().await;
    prospect(&mut base, id(1)).await;
    let before = found(&mut base, id(1)).await;
    for spec in CUSTOMER_FIELDS {
        let FieldKind::Text(width) = spec.kind else { continue };
        let fields = Sheet::from([(spec.field, text(&"é".repeat(width + 1)))]);
        let new = NewProspect { fields: fields.clone(), ..new_prospect(id(2)) };
        let inserted = within(&mut base, async |tx| prospects::insert(tx, &new, "CP_2", now()).await).await;
        assert!(matches!(inserted, Err(Error::Constraint { .. })), "{}: {inserted:?}", spec.column);
        let set = within(&mut base, async |tx| prospects::set_fields(tx, id(1), &fields).await).await;
        assert!(matches!(set, Err(Error::Constraint { .. })), "{}: {set:?}", spec.column);
    }
    assert_eq!(prospects::find(&mut base, id(2)).await.expect("asked"), None);
    assert_eq!(found(&mut base, id(1)).await, before);
}

pub async fn a_prospect_and_its_file_stand_once(open: Open) {
    let mut base = open().await;
    prospect(&mut base, id(1)).await;
    let other = NewProspect { fields: Sheet::new(), ..new_prospect(id(1)) };
    let of_that_file = new_prospect(id(2));
    for (new, file) in [(&other, "CP_other".to_owned()), (&of_that_file, format!("CP_{}", id(1)))] {
        let answer = within(&mut base, async |tx| prospects::insert(tx, new, &file, now()).await).await;
        assert!(matches!(answer, Err(Error::Duplicate { .. })), "{answer:?}");
    }
    assert_eq!(found(&mut base, id(1)).await.fields, new_prospect(id(1)).fields);
    assert_eq!(prospects::find(&mut base, id(2)).await.expect("asked"), None);
}

/// Version, last change and creation reason as the columns hold them.
async fn marks(base: &mut dyn Statements, of: uuid::Uuid) -> (i64, chrono::NaiveDateTime, Option<String>) {
    let select = "SELECT version, change_le, motif_doublon FROM dbo.crm_prospect WHERE prospect = CAST(@P1 AS char(36))";
    let rows = rows(base, select, &[of.to_string().into()]).await;
    let row = rows.first().expect("a row");
    (
        row.int(0).expect("a number"),
        row.date_time(1).expect("an instant"),
        row.text_or_null(2).expect("a text"),
    )
}

pub async fn touch_raises_only_the_version_that_was_judged(open: Open) {
    let (mut one, mut other) = (open().await, open().await);
    let reason = Some("autre dépôt → même téléphone".to_owned());
    let new = NewProspect { duplicate_reason: reason.clone(), ..new_prospect(id(1)) };
    within(&mut one, async |tx| prospects::insert(tx, &new, "CP_1", minutes_later(1)).await)
        .await
        .expect("inserted");
    prospect(&mut one, id(2)).await;
    let at = |minutes| minutes_later(minutes).naive_utc();
    assert_eq!(marks(&mut one, id(1)).await, (0, at(1), reason.clone()));

    let judged = found(&mut other, id(1)).await;
    let touched = within(&mut one, async |tx| prospects::touch(tx, id(1), 0, minutes_later(2)).await).await;
    assert!(touched.expect("asked"));
    let mut tx = other.begin().await.expect("begun");
    assert!(!prospects::touch(&mut tx, id(1), judged.version, minutes_later(3)).await.expect("asked"));
    assert!(!prospects::touch(&mut tx, id(9), 0, minutes_later(3)).await.expect("asked"), "nobody");
    tx.commit().await.expect("a stale version is no error");
    assert_eq!(marks(&mut one, id(1)).await, (1, at(2), reason.clone()), "nothing was changed");
    assert_eq!(found(&mut one, id(1)).await, Prospect { version: 1, ..judged });

    let mut tx = other.begin().await.expect("begun");
    assert!(prospects::touch(&mut tx, id(1), 1, minutes_later(4)).await.expect("asked"));
    assert!(!prospects::touch(&mut tx, id(1), 1, minutes_later(4)).await.expect("asked"), "it is 2 by now");
    drop(tx);
    assert_eq!(marks(&mut one, id(1)).await, (1, at(2), reason));
    assert_eq!(marks(&mut one, id(2)).await.0, 0, "each prospect has its own");
}

pub async fn a_deleted_prospect_stays_with_its_fields(open: Open) {
    let mut base = open().await;
    for number in [1, 2, 3] {
        prospect(&mut base, id(number)).await;
    }
    let (at, reason) = (minutes_later(-90), "liquidation judiciaire – dossier Łódź");
    let (author, sha256) = (folder("jdupont"), "a".repeat(64));
    let file = FileEntry { device: Some(id(0xA)), sequence: Some(7), ..entry("MP_1", &author, &sha256) };
    record(&mut base, &file, integrated("x"), false, now()).await.expect("registered");
    for (prospect, file) in [(id(1), "MP_1"), (id(2), "MP_2")] {
        within(&mut base, async |tx| prospects::delete(tx, prospect, at, reason, file).await)
            .await
            .expect("deleted");
    }
    let deleted = found(&mut base, id(1)).await;
    let entry = EntryMark { file: "MP_1".to_owned(), device: id(0xA).to_string(), sequence: Some(7), at };
    assert_eq!(deleted.deletion, Some(entry));
    assert_eq!(deleted.fields, new_prospect(id(1)).fields);
    assert_eq!((deleted.conversion, deleted.version), (None, 0), "touch alone raises the version");
    let unregistered = EntryMark { file: "MP_2".to_owned(), device: String::new(), sequence: None, at };
    assert_eq!(found(&mut base, id(2)).await.deletion, Some(unregistered), "its device is not known");
    assert_eq!(found(&mut base, id(3)).await.deletion, None);
    let select = "SELECT motif_suppression FROM dbo.crm_prospect WHERE supprime_le IS NOT NULL";
    let told: Vec<[Option<String>; 1]> = rows(&mut base, select, &[]).await.iter().map(texts).collect();
    assert_eq!(told, [[Some(reason.to_owned())], [Some(reason.to_owned())]]);
}
