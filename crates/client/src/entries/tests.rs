//! What is sent, and what is refused before it is.

use std::collections::BTreeMap;

use chrono_tz::Europe::Paris;
use domain::{CustomerField as F, FieldValue, FollowUpChange, Sheet};
use exchange_schema::{Payload, ProspectEditPayload};
use rstest::rstest;
use snapshot::read::{CustomerCard, Lists, Revenue};

use super::{
    DeletionDraft, EditDraft, EntryDraft, Facts, FieldDrafts, NewProspectDraft, ProspectFacts, RequestDraft,
    VisitDraft, Whom, build, typed, warnings,
};
use crate::moment::Moment;
use crate::overlay::{CreationState, ProspectOrigin, ProspectState};
use crate::testing::{at, card, day, prospect, text};

struct Scene {
    lists: Lists,
    customer: CustomerCard,
    state: ProspectState,
}

impl Scene {
    fn new() -> Self {
        let sheet: Sheet =
            BTreeMap::from([(F::Name, text("EARL DU MOULIN")), (F::Phone, text("0199001234"))]);
        let customer = CustomerCard {
            code: "C1".into(),
            sheet,
            contacts: Vec::new(),
            revenue: Revenue::default(),
            last_visit_on: None,
            follow_up: Vec::new(),
            converted_on: None,
        };
        let state = ProspectState::of_base(&card(1, &[(F::Name, "GARAGE"), (F::Phone, "A")]));
        Self { lists: Lists::default(), customer, state }
    }

    fn build(&self, draft: &EntryDraft) -> Result<Payload, Vec<(&'static str, Option<String>)>> {
        let base = card(1, &[(F::Name, "GARAGE"), (F::Phone, "A")]);
        let facts = Facts {
            moment: Moment::new(at(0), Paris),
            lists: &self.lists,
            customer: (draft.customer() == Some("C1")).then_some(&self.customer),
            prospect: (draft.prospect() == Some(prospect(1))).then_some(ProspectFacts {
                state: &self.state,
                base: Some(&base),
                layer: None,
            }),
            became: None,
        };
        build(draft, &facts)
            .map_err(|problems| problems.into_iter().map(|problem| (problem.code, problem.field)).collect())
    }

    fn refused(&self, draft: &EntryDraft) -> Vec<&'static str> {
        self.build(draft).unwrap_err().into_iter().map(|(code, _)| code).collect()
    }
}

fn visit(customer: &str) -> VisitDraft {
    VisitDraft {
        whom: Whom::Customer(customer.into()),
        on: None,
        at: None,
        comment: String::new(),
        form: None,
        picked: Vec::new(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    }
}

fn drafts(fields: &[(F, &str)]) -> FieldDrafts {
    fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect()
}

fn edit(fields: &[(F, &str)]) -> EntryDraft {
    let (follow_up_on, fleet) = Default::default();
    EntryDraft::EditProspect(EditDraft { prospect: prospect(1), fields: drafts(fields), follow_up_on, fleet })
}

fn request(fields: &[(F, &str)]) -> EntryDraft {
    let (follow_up_on, fleet) = Default::default();
    let (customer, comment) = ("C1".to_owned(), String::new());
    EntryDraft::Request(RequestDraft { customer, fields: drafts(fields), comment, follow_up_on, fleet })
}

#[test]
fn an_empty_visit_is_one_of_now() {
    let Payload::Vc(payload) = Scene::new().build(&EntryDraft::Visit(visit("C1"))).unwrap() else {
        panic!("a VC")
    };
    // Eight o'clock UTC is nine in Paris.
    assert_eq!((payload.visited_on, payload.visited_at.to_string()), (day("2026-11-21"), "09:00".into()));
    assert_eq!((payload.answers, payload.follow_up_on), (None, FollowUpChange::Unchanged));
}

#[rstest]
#[case::today("2026-11-21", None)]
#[case::bound("2026-11-07", None)]
#[case::too_old("2026-11-06", Some("date-out-of-bounds"))]
#[case::future("2026-11-22", Some("date-out-of-bounds"))]
fn a_visit_lies_within_its_bounds(#[case] on: &str, #[case] expected: Option<&str>) {
    let draft = EntryDraft::Visit(VisitDraft { on: Some(day(on)), ..visit("C1") });
    let codes = Scene::new().build(&draft).map(|_| None).unwrap_or_else(|problems| Some(problems[0].0));
    assert_eq!(codes, expected);
}

#[test]
fn everything_wrong_with_a_visit_is_told_at_once() {
    let scene = Scene::new();
    let draft = VisitDraft {
        on: Some(day("2027-01-01")),
        comment: "\u{7}".into(),
        picked: vec!["contact.visite".parse().unwrap(), "contact.mail".parse().unwrap()],
        ..visit("C2")
    };
    let refused = scene.refused(&EntryDraft::Visit(draft));
    assert_eq!(refused, ["unknown-customer", "date-out-of-bounds", "bad-value", "bad-answers"]);
    let draft = VisitDraft { form: Some(9), picked: vec!["contact.visite".parse().unwrap()], ..visit("C1") };
    assert_eq!(scene.refused(&EntryDraft::Visit(draft)), ["unknown-form"]);
}

#[test]
fn answers_bear_the_version_that_was_shown() {
    let picked = vec!["visite.proposition.tp".parse().unwrap(), "visite.proposition".parse().unwrap()];
    let draft = EntryDraft::Visit(VisitDraft { picked, ..visit("C1") });
    let Payload::Vc(payload) = Scene::new().build(&draft).unwrap() else { panic!("a VC") };
    let answers = payload.answers.unwrap();
    assert_eq!(answers.form, 1);
    assert_eq!(
        answers.picked.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        ["visite.proposition", "visite.proposition.tp"]
    );
}

#[test]
fn a_request_names_what_changes_and_never_a_bank_detail_that_was_there() {
    let mut scene = Scene::new();
    scene.customer.sheet.insert(F::Iban, text("••••0189"));
    let draft = request(&[
        (F::Phone, " 0199005678 "),
        (F::Name, "EARL DU MOULIN"),
        (F::Iban, "fr76 3000 6000 0112 3456 7890 189"),
    ]);
    let Payload::Mc(payload) = scene.build(&draft).unwrap() else { panic!("an MC") };
    let changes: Vec<_> = payload
        .changes
        .as_slice()
        .iter()
        .map(|change| (F::from(change.field), change.from.clone(), change.to.clone()))
        .collect();
    assert_eq!(
        changes,
        [
            (F::Phone, Some(text("0199001234")), Some(text("0199005678"))),
            (F::Iban, None, Some(text("FR7630006000011234567890189"))),
        ]
    );
    assert_eq!(scene.refused(&request(&[(F::Phone, "0199001234")])), ["nothing-changed"]);
    assert_eq!(scene.refused(&request(&[(F::Stage, "gagné")])), ["bad-value"]);
    assert_eq!(scene.refused(&request(&[(F::Name, &"x".repeat(36))])), ["text-too-long"]);
}

#[test]
fn an_edit_goes_from_what_is_shown() {
    let mut scene = Scene::new();
    let Payload::Mp(ProspectEditPayload::Update(update)) =
        scene.build(&edit(&[(F::Phone, "B"), (F::Name, "GARAGE"), (F::Town, "LAVAL")])).unwrap()
    else {
        panic!("an MP")
    };
    let changes: Vec<_> = update
        .changes
        .as_slice()
        .iter()
        .map(|change| (change.field, change.from.clone(), change.to.clone()))
        .collect();
    assert_eq!(changes, [(F::Town, None, Some(text("LAVAL"))), (F::Phone, Some(text("A")), Some(text("B")))]);
    assert_eq!(scene.refused(&edit(&[(F::Phone, "A")])), ["nothing-changed"]);
    assert_eq!(scene.refused(&edit(&[(F::Name, " ")])), ["missing"]);
    // Shown masked, and sent back untouched.
    scene.state.sheet.insert(F::Iban, text("FR7630006000011234567890189"));
    assert_eq!(scene.refused(&edit(&[(F::Iban, "••••0189")])), ["nothing-changed"]);
    assert_eq!(scene.refused(&edit(&[(F::Iban, "FR7630006000011234567890188")])), ["bad-value"]);
    scene.state.own = false;
    assert_eq!(scene.refused(&edit(&[(F::Phone, "B")])), ["not-owner"]);
}

#[test]
fn a_prospect_needs_a_name_and_fields_that_fit() {
    let new = |fields: &[(F, &str)], follow_up_on| {
        EntryDraft::NewProspect(NewProspectDraft {
            prospect: prospect(7),
            fields: drafts(fields),
            duplicate_reason: Some("  ".into()),
            follow_up_on,
            fleet: domain::Fleet::default(),
        })
    };
    let scene = Scene::new();
    assert_eq!(
        scene.refused(&new(&[(F::Name, " "), (F::PaymentDays, "fin")], FollowUpChange::Unchanged)),
        ["bad-value", "missing"]
    );
    let Payload::Cp(payload) =
        scene.build(&new(&[(F::Name, "GARAGE"), (F::PaymentDays, "30")], FollowUpChange::Clear)).unwrap()
    else {
        panic!("a CP")
    };
    assert_eq!(payload.fields.get(F::PaymentDays), Some(&FieldValue::Integer(30)));
    assert_eq!((payload.duplicate_reason, payload.follow_up_on), (None, FollowUpChange::Unchanged));
}

#[test]
fn a_deletion_waits_for_the_accountants() {
    let mut scene = Scene::new();
    let draft = EntryDraft::DeleteProspect(DeletionDraft { prospect: prospect(1), reason: "fermé".into() });
    assert!(scene.build(&draft).is_ok());
    scene.state.creation = Some(CreationState::Asked { by: "jdupont".into(), at: at(0) });
    assert_eq!(scene.refused(&draft), ["creation-pending"]);
    scene.state.creation = Some(CreationState::Refused { message: None });
    assert!(scene.build(&draft).is_ok());
    scene.state.origin = ProspectOrigin::Rejected;
    assert_eq!(scene.refused(&draft), ["creation-rejected"]);
    scene.state.conversion = Some((at(0), "C9".into()));
    scene.state.origin = ProspectOrigin::Base;
    assert_eq!(scene.refused(&draft), ["prospect-converted"]);
}

#[test]
fn what_is_unlikely_warns() {
    let sheet = Sheet::new();
    let odd = warnings(&drafts(&[(F::Siret, "123"), (F::Phone, "0199001234"), (F::Name, "X")]), &sheet);
    assert_eq!(
        odd.iter().map(|problem| problem.field.as_deref()).collect::<Vec<_>>(),
        [Some("contact_divers_2")]
    );
    // Outside France a SIRET is anything.
    assert_eq!(warnings(&drafts(&[(F::Siret, "123"), (F::CountryCode, "BE")]), &sheet), []);
    assert_eq!(typed(F::Name, "  "), Ok(None));
}
