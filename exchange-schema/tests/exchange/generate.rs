//! Any valid file of any kind, for the property tests.

use chrono::{DateTime, NaiveDate};
use domain::{
    CUSTOMER_FIELDS, Comment, CustomerCode, CustomerField, FieldValue, Fleet, FollowUpChange, NodeId,
    TimeOfDay,
};
use exchange_schema::{
    Annex2Field, ChangeRequestPayload, CustomerCreationPayload, CustomerVisitPayload, Deletion, Drawing,
    ExchangeFile, FieldChange, FileName, Kind, Payload, PickedAnswers, ProspectChange,
    ProspectCreationPayload, ProspectDeletion, ProspectEditPayload, ProspectId, ProspectUpdate,
    ProspectVisitPayload, Signature,
};
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

fn parsed<T>(pattern: &'static str) -> impl Strategy<Value = T>
where
    T: std::str::FromStr + std::fmt::Debug + 'static,
{
    pattern.prop_filter_map("refused by its type", |text: String| text.parse().ok())
}

fn uuid_v7() -> impl Strategy<Value = Uuid> {
    any::<u128>()
        .prop_map(|bits| uuid::Builder::from_u128(bits).with_version(uuid::Version::SortRand).into_uuid())
}

fn instant() -> impl Strategy<Value = DateTime<chrono::Utc>> {
    // The years 0 to 9999.
    (-62_167_219_200..253_402_300_800_i64).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

fn date() -> impl Strategy<Value = NaiveDate> {
    instant().prop_map(|instant| instant.date_naive())
}

fn comment() -> impl Strategy<Value = Comment> {
    parsed("(\\PC|\n|\t|\r){0,60}")
}

fn value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        "\\PC{0,40}".prop_map(|text| FieldValue::text(text).unwrap()),
        any::<i64>().prop_map(FieldValue::Integer),
    ]
}

fn fields() -> impl Strategy<Value = Vec<(CustomerField, FieldValue)>> {
    let columns: Vec<_> = CUSTOMER_FIELDS.iter().map(|spec| spec.field).collect();
    prop::sample::subsequence(columns, 0..=42).prop_flat_map(|columns| {
        columns.into_iter().map(|column| (Just(column), value())).collect::<Vec<_>>()
    })
}

fn annex_2(fields: Vec<(CustomerField, FieldValue)>) -> impl Iterator<Item = (Annex2Field, FieldValue)> {
    fields.into_iter().filter_map(|(field, value)| Some((Annex2Field::try_from(field).ok()?, value)))
}

fn follow_up() -> impl Strategy<Value = FollowUpChange> {
    prop_oneof![
        Just(FollowUpChange::Unchanged),
        Just(FollowUpChange::Clear),
        date().prop_map(FollowUpChange::Set)
    ]
}

fn fleet() -> impl Strategy<Value = Fleet> {
    let kinds = prop::collection::vec((parsed("[A-Z& é]{1,20}"), option::of(0..=Fleet::MAX_COUNT)), 0..4);
    kinds.prop_map(|kinds| {
        let mut fleet = Fleet::default();
        kinds.into_iter().for_each(|(kind, count)| fleet.insert(kind, count).unwrap());
        fleet
    })
}

fn answers() -> impl Strategy<Value = Option<PickedAnswers>> {
    let picked = prop::collection::vec(parsed::<NodeId>("[a-z0-9][a-z0-9._-]{0,63}"), 0..5);
    option::of((any::<u32>(), picked).prop_map(|(form, picked)| PickedAnswers { form, picked }))
}

fn prospect() -> impl Strategy<Value = ProspectId> {
    uuid_v7().prop_map(|id| id.try_into().unwrap())
}

fn customer() -> impl Strategy<Value = CustomerCode> {
    parsed("[A-Za-z0-9 éÉ/_-]{1,30}")
}

prop_compose! {
    fn vc()(customer in customer(), visit in vp()) -> CustomerVisitPayload {
        visit.into_customer_visit(customer)
    }
}

prop_compose! {
    fn vp()(
        prospect in prospect(), visited_on in date(), visited_at in parsed::<TimeOfDay>("[012][0-9]:[0-5][0-9]"),
        comment in comment(), answers in answers(), follow_up_on in follow_up(), fleet in fleet(),
    ) -> ProspectVisitPayload {
        ProspectVisitPayload { prospect, visited_on, visited_at, comment, answers, follow_up_on, fleet }
    }
}

prop_compose! {
    fn mc()(
        customer in customer(), to in fields(), from in option::of(value()), comment in comment(),
        follow_up_on in follow_up(), fleet in fleet(),
    ) -> ChangeRequestPayload {
        let changes: Vec<_> =
            annex_2(to).map(|(field, to)| FieldChange { field, from: from.clone(), to: Some(to) }).collect();
        ChangeRequestPayload { customer, changes: changes.try_into().unwrap(), comment, follow_up_on, fleet }
    }
}

prop_compose! {
    fn cp()(
        prospect in prospect(), fields in fields(), follow_up_on in follow_up(), fleet in fleet(),
        duplicate_reason in option::of(comment()),
    ) -> ProspectCreationPayload {
        ProspectCreationPayload { prospect, fields: fields.into_iter().collect(), follow_up_on, fleet, duplicate_reason }
    }
}

fn mp() -> impl Strategy<Value = ProspectEditPayload> {
    let also = prop::collection::vec(option::of(value()), 0..3);
    let update = (prospect(), fields(), option::of(value()), also, follow_up(), fleet());
    let update = update.prop_map(|(prospect, from, to, also, follow_up_on, fleet)| {
        let change =
            |(field, from)| ProspectChange { field, from: Some(from), to: to.clone(), also: also.clone() };
        let changes = from.into_iter().map(change).collect::<Vec<_>>().try_into().unwrap();
        ProspectEditPayload::Update(ProspectUpdate { prospect, changes, follow_up_on, fleet })
    });
    let delete = (prospect(), comment()).prop_map(|(prospect, reason)| {
        ProspectEditPayload::Delete(ProspectDeletion { prospect, delete: Deletion { reason } })
    });
    prop_oneof![3 => update, 1 => delete]
}

fn cc() -> impl Strategy<Value = CustomerCreationPayload> {
    (prospect(), fields(), option::of(comment())).prop_map(|(prospect, fields, comment)| {
        CustomerCreationPayload { prospect, fields: annex_2(fields).collect(), comment }
    })
}

fn signature() -> impl Strategy<Value = Signature> {
    let drawing = prop_oneof![
        parsed("<svg\\PC{0,80}").prop_map(Drawing::Svg),
        parsed("iVBORw0KGgo[A-Za-z0-9+/]([A-Za-z0-9+/]{4}){0,20}").prop_map(Drawing::Png),
    ];
    let words = || parsed("\\PC{1,40}");
    (drawing, words(), words(), instant(), words()).prop_map(|(drawing, signer, place, signed_at, text)| {
        Signature { drawing, signer, place, signed_at, text }
    })
}

fn payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        vc().prop_map(Payload::Vc),
        mc().prop_map(Payload::Mc),
        cp().prop_map(Payload::Cp),
        mp().prop_map(Payload::Mp),
        vp().prop_map(Payload::Vp),
        (cc(), option::of(signature().prop_map(Box::new)))
            .prop_map(|(payload, drawn)| Payload::Cc(payload, drawn)),
    ]
}

/// Any valid exchange file.
pub fn exchange_file() -> impl Strategy<Value = ExchangeFile> {
    let author = parsed::<domain::UserFolder>("[a-z0-9]([a-z0-9._-]{0,30}[a-z0-9_-])?");
    let head = (uuid_v7(), instant(), author, any::<u128>().prop_map(Uuid::from_u128));
    let rest = (payload(), any::<u64>(), option::of((instant(), uuid_v7())));
    (head, rest).prop_map(|((id, created_at, author, device), (payload, sequence, replaced))| {
        let device = device.try_into().unwrap();
        let mut file = ExchangeFile::new(id, created_at, author.clone(), device, payload).unwrap();
        if let Ok(sequence) = sequence.try_into() {
            file = file.with_sequence(sequence);
        }
        match replaced {
            Some((at, other)) => file.replacing(FileName::new(Kind::Cp, at, author, other).unwrap()).unwrap(),
            None => file,
        }
    })
}
