//! Which entries are laid over, and what they make of a card.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono_tz::Europe::Paris;
use domain::{CustomerField as F, FollowUpChange, RelationClass};
use exchange_schema::{ReceiptState as S, Target};
use rstest::rstest;

use super::{CreationState, Overlay, ProspectOrigin, ProspectState, Standing, Through, standing, visit_row};
use crate::journal::Entry;
use crate::testing::{at, card, correction, cp, day, deletion, entry, id, mp, own, text, vc, vp};

const NOWHERE: Through = Through { common: None, user: None };

fn lay(entries: Vec<Entry>) -> Overlay {
    let entries: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
    Overlay::lay(&entries, NOWHERE, &BTreeMap::new())
}

fn shown(entries: Vec<Entry>, base: Option<&snapshot::read::ProspectCard>) -> Option<ProspectState> {
    let overlay = lay(entries);
    overlay.prospects.get(&id(1)).and_then(|layer| layer.over(id(1), base, &own()))
}

#[rstest]
#[case::no_receipt(None, None, None, false, Standing::Laid)]
#[case::waits(Some(S::Deferred), None, None, false, Standing::Laid)]
#[case::refused(Some(S::Rejected), None, None, false, Standing::Rejected)]
#[case::base_is_older(Some(S::Integrated), Some(11), Some(Target::Common), false, Standing::Laid)]
#[case::base_has_it(Some(S::Integrated), Some(10), Some(Target::Common), false, Standing::Based)]
#[case::other_base_is_older(Some(S::Integrated), Some(10), Some(Target::User), false, Standing::Laid)]
#[case::other_base_has_it(Some(S::Integrated), Some(5), Some(Target::User), false, Standing::Based)]
#[case::decided_and_there(Some(S::Validated), Some(10), Some(Target::Common), false, Standing::Based)]
#[case::decided_and_not_there(Some(S::Refused), Some(6), Some(Target::User), false, Standing::Laid)]
#[case::number_unknown(Some(S::Integrated), None, Some(Target::Common), false, Standing::Laid)]
#[case::target_unknown(Some(S::Integrated), Some(1), None, false, Standing::Laid)]
// What went to the prospect before it was converted was copied to the customer.
#[case::shown_as_customer(Some(S::Integrated), Some(10), Some(Target::User), true, Standing::Based)]
#[case::shown_as_customer_later(Some(S::Integrated), Some(11), Some(Target::User), true, Standing::Laid)]
fn an_entry_leaves_by_one_rule(
    #[case] state: Option<S>,
    #[case] seq: Option<u64>,
    #[case] target: Option<Target>,
    #[case] as_customer: bool,
    #[case] expected: Standing,
) {
    let entry = entry(1, vp(1, "2026-11-20"));
    let entry = match state {
        Some(state) => entry.told(state, seq, target),
        None => entry,
    };
    let adopted = Through { common: Some(10), user: Some(5) };
    assert_eq!(standing(&entry, adopted, as_customer), expected);
    // Without any base nothing leaves but what was refused.
    let without = if expected == Standing::Rejected { Standing::Rejected } else { Standing::Laid };
    assert_eq!(standing(&entry, NOWHERE, as_customer), without);
}

#[test]
fn visits_are_laid_over_a_customer() {
    let set = FollowUpChange::Set(day("2026-12-05"));
    let overlay = lay(vec![
        entry(1, vc("C1", "2026-11-18", set)),
        entry(2, vc("C1", "2026-11-20", FollowUpChange::Unchanged)),
        entry(3, vc("C2", "2026-11-21", FollowUpChange::Clear)).rejected(),
    ]);
    let layer = &overlay.customers["C1"];
    // A later visit clears no date that lies after it.
    assert_eq!(layer.follow_up(&[]).on, Some(day("2026-12-05")));
    assert_eq!(layer.last_visit(Some(day("2026-11-19"))), Some(day("2026-11-20")));
    assert_eq!(layer.last_visit(Some(day("2026-11-21"))), Some(day("2026-11-21")));
    assert_eq!((layer.waiting(), layer.requests().len()), (2, 0));
    let refused = &overlay.customers["C2"];
    assert_eq!((refused.laid().count(), refused.to_mend().len()), (0, 1));
}

#[test]
fn a_new_prospect_is_shown_at_once() {
    let state =
        shown(vec![entry(1, cp(1, &[(F::Name, "GARAGE")])), entry(2, vp(1, "2026-11-20"))], None).unwrap();
    assert_eq!((state.origin, state.own, state.waiting), (ProspectOrigin::New, true, 2));
    // The server gives it the author's own code.
    assert_eq!((state.text(F::Name), state.text(F::SalesRep)), ("GARAGE", "R1"));
    assert_eq!(state.last_visit_on, Some(day("2026-11-20")));
    // The base came before the receipt: it is no new one any more.
    let base = card(1, &[(F::Name, "GARAGE DU PORT")]);
    let state = shown(vec![entry(1, cp(1, &[(F::Name, "GARAGE")]))], Some(&base)).unwrap();
    assert_eq!((state.origin, state.text(F::Name)), (ProspectOrigin::Base, "GARAGE DU PORT"));
}

#[test]
fn a_refused_creation_stays_until_it_is_corrected_or_given_up() {
    let made = || entry(1, cp(1, &[(F::Name, "GARAGE"), (F::Phone, "0199001234")])).rejected();
    let later = || entry(2, mp(1, &[(F::Town, "", "LAVAL")]));
    let state = shown(vec![made(), later()], None).unwrap();
    assert_eq!((state.origin, state.text(F::Town)), (ProspectOrigin::Rejected, "LAVAL"));
    assert_eq!(state.to_mend, [made().file.file_name().clone()]);

    let corrected = correction(3, cp(1, &[(F::Name, "GARAGE DU PORT")]), Some(&made()));
    let mut replaced = made();
    replaced.replaced_by = Some(corrected.file.file_name().clone());
    let state = shown(vec![replaced, later(), corrected], None).unwrap();
    assert_eq!((state.origin, state.to_mend.len()), (ProspectOrigin::New, 0));
    // What was entered before the correction still holds.
    assert_eq!((state.text(F::Name), state.text(F::Town)), ("GARAGE DU PORT", "LAVAL"));

    let mut given_up = made();
    given_up.given_up_at = Some(at(9));
    assert_eq!(shown(vec![given_up, later()], None), None);
}

#[test]
fn a_correction_is_not_undone_by_an_earlier_edit_of_the_same_field() {
    let made = entry(1, cp(1, &[(F::Name, "GARAGE"), (F::Phone, "A")])).rejected();
    let edit = entry(2, mp(1, &[(F::Phone, "A", "B")]));
    for (typed, expected) in [("C", "C"), ("A", "B")] {
        let corrected = correction(3, cp(1, &[(F::Name, "GARAGE"), (F::Phone, typed)]), Some(&made));
        let mut replaced = made.clone();
        replaced.replaced_by = Some(corrected.file.file_name().clone());
        let state = shown(vec![replaced, edit.clone(), corrected], None).unwrap();
        assert_eq!(state.text(F::Phone), expected, "corrected to {typed}: as the server will find it");
    }
}

#[test]
fn edits_mark_their_fields() {
    let base = card(1, &[(F::Name, "GARAGE"), (F::Phone, "A")]);
    let edits = || {
        vec![
            entry(1, mp(1, &[(F::Phone, "A", "B")])),
            entry(2, mp(1, &[(F::Phone, "B", ""), (F::Town, "", "LAVAL")])),
        ]
    };
    let state = shown(edits(), Some(&base)).unwrap();
    assert_eq!((state.text(F::Phone), state.text(F::Town), state.text(F::Name)), ("", "LAVAL", "GARAGE"));
    assert_eq!(state.pending.iter().copied().collect::<Vec<_>>(), [F::Town, F::Phone]);
    // The server says that one field was not set: the base is right about it, also before it comes.
    let mut clashed =
        entry(1, mp(1, &[(F::Phone, "A", "B"), (F::Town, "", "LAVAL")])).integrated(7, Target::User);
    clashed.fate.as_mut().unwrap().clashes = vec![F::Phone];
    let state = shown(vec![clashed], Some(&base)).unwrap();
    assert_eq!((state.text(F::Phone), state.text(F::Town)), ("A", "LAVAL"));
    // A refused edit is laid over no more, and waits to be corrected.
    let state = shown(vec![entry(1, mp(1, &[(F::Phone, "A", "B")])).rejected()], Some(&base)).unwrap();
    assert_eq!((state.text(F::Phone), state.to_mend.len()), ("A", 1));
}

#[test]
fn a_deleted_prospect_comes_back_when_the_deletion_is_refused() {
    let base = card(1, &[(F::Name, "GARAGE")]);
    assert!(shown(vec![entry(1, deletion(1))], Some(&base)).unwrap().deleted);
    let back = shown(vec![entry(1, deletion(1)).rejected()], Some(&base)).unwrap();
    assert_eq!((back.deleted, back.to_mend.len()), (false, 1));
}

#[test]
fn a_creation_is_shown_as_far_as_it_is_known() {
    let base = card(1, &[(F::Name, "GARAGE")]);
    let cc = || {
        let creation = exchange_schema::CustomerCreationPayload {
            prospect: crate::testing::prospect(1),
            fields: exchange_schema::CustomerFields::default(),
            comment: None,
        };
        entry(1, exchange_schema::Payload::Cc(creation, None))
    };
    let state = |entry: Entry| shown(vec![entry], Some(&base)).unwrap().creation;
    assert!(matches!(state(cc()), Some(CreationState::Asked { .. })));
    assert!(matches!(state(cc().integrated(9, Target::User)), Some(CreationState::Asked { .. })));
    let mut validated = cc().told(S::Validated, Some(10), Some(Target::Common));
    validated.fate.as_mut().unwrap().reference = Some("C9".into());
    assert_eq!(state(validated), Some(CreationState::Validated { customer: Some("C9".into()) }));
    let refused = cc().told(S::Refused, Some(10), Some(Target::User));
    assert_eq!(state(refused), Some(CreationState::Refused { message: None }));
    assert_eq!(state(cc().rejected()), None);
}

#[test]
fn a_base_may_know_the_answer_before_the_receipt_comes() {
    let cc = || {
        let creation = exchange_schema::CustomerCreationPayload {
            prospect: crate::testing::prospect(1),
            fields: exchange_schema::CustomerFields::default(),
            comment: None,
        };
        entry(1, exchange_schema::Payload::Cc(creation, None))
    };
    let mut base = card(1, &[(F::Name, "GARAGE")]);
    let refused = |id| snapshot::read::Creation {
        id,
        asked_by: "jdupont".into(),
        asked_at: at(0),
        refusal: Some((at(1), "Déjà client.".into())),
    };
    base.creation = Some(refused(cc().file.id()));
    let state = |base: &_| shown(vec![cc()], Some(base)).unwrap().creation;
    assert_eq!(state(&base), Some(CreationState::Refused { message: Some("Déjà client.".into()) }));
    // Asked once more after an earlier refusal.
    base.creation = Some(refused(uuid::Uuid::nil()));
    assert!(matches!(state(&base), Some(CreationState::Asked { .. })));
    base.conversion = Some((at(2), "C9".into()));
    assert_eq!(state(&base), Some(CreationState::Validated { customer: Some("C9".into()) }));
}

#[rstest]
#[case::nothing_laid(vec![], Some("A"), "A", "B", vec![])]
#[case::base_value(vec![("A", "B")], Some("A"), "B", "C", vec![Some("A")])]
#[case::all_own_values(vec![("A", "B"), ("B", "C")], Some("A"), "C", "D", vec![Some("A"), Some("B")])]
#[case::not_from_nor_to(vec![("A", "B"), ("B", "A")], Some("A"), "A", "B", vec![])]
#[case::no_value_is_one(vec![("", "B")], None, "B", "C", vec![None])]
#[case::each_once(vec![("A", "B"), ("B", "C"), ("C", "B")], Some("A"), "B", "D", vec![Some("A"), Some("C")])]
fn also_is_what_was_shown_since_the_base(
    #[case] laid: Vec<(&str, &str)>,
    #[case] base: Option<&str>,
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: Vec<Option<&str>>,
) {
    let edits =
        laid.iter().zip(1..).map(|((from, to), sequence)| entry(sequence, mp(1, &[(F::Phone, *from, *to)])));
    let overlay = lay(edits.collect());
    let none = super::ProspectLayer::default();
    let layer = overlay.prospects.get(&id(1)).unwrap_or(&none);
    let also = layer.also(F::Phone, base.map(text).as_ref(), Some(&text(from)), Some(&text(to)));
    assert_eq!(also, expected.into_iter().map(|value| value.map(text)).collect::<Vec<_>>());
}

#[test]
fn what_is_entered_for_a_customer_to_be_is_laid_over_the_customer() {
    let became = BTreeMap::from([(id(1), "C9".to_owned())]);
    let entries: Vec<Arc<Entry>> = [
        entry(1, vp(1, "2026-11-18")),
        entry(2, vp(1, "2026-11-20")),
        entry(3, mp(1, &[(F::Phone, "A", "B"), (F::Stage, "", "gagné")])),
    ]
    .map(Arc::new)
    .into();
    let overlay = Overlay::lay(&entries, NOWHERE, &became);
    assert!(overlay.prospects.is_empty());
    let layer = &overlay.customers["C9"];
    let rows: Vec<_> =
        layer.laid().filter_map(|entry| visit_row(entry, Some(day("2026-11-19")), |_| None)).collect();
    let seen: Vec<_> = rows.iter().map(|row| (row.class, row.subject.as_str())).collect();
    assert_eq!(
        seen,
        [
            (RelationClass::ProspectVisit, "[PROSPECT] Visite du 18/11/2026"),
            (RelationClass::Visit, "Visite du 20/11/2026"),
        ]
    );
    // The edit became a request, without what only a prospect has.
    let requests = layer.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].changes.iter().map(|change| change.field).collect::<Vec<_>>(), [F::Phone]);
    let row = super::request_row(&entries[2], Paris).unwrap();
    assert_eq!(row.subject, "Demande de modification du 21/11/2026");
    assert_eq!(row.comment, "- téléphone : « A » remplacé par « B »\nsaisie via le CRM");
}
