//! What goes wrong in a company, one function each. A fault stands alone: the rest of its file is right, so that there is one reason
//! to refuse it. A function answers nothing when it finds no victim.

use chrono::Days as Count;
use serde_json::{Value, json};

use super::Draft;
use super::days::Diary;
use super::payloads;
use super::world::Known;

type Fault = fn(&mut Diary, usize) -> Option<Draft>;

pub const FAULTS: [Fault; 36] = [
    unknown_customer,
    unknown_customer_to_change,
    wrong_date,
    wrong_date,
    wrong_date_at_a_prospects,
    unknown_form,
    bad_answers,
    nameless,
    too_long,
    too_long,
    too_long,
    made_twice,
    edit_too_long,
    edit_too_long,
    edit_too_long,
    edit_with_bad_iban,
    creation_incomplete,
    creation_with_wrong_cheque,
    creation_unsigned,
    creation_unsigned,
    creation_with_bad_number,
    creation_while_pending,
    deletion_while_pending,
    after_the_deletion,
    after_the_deletion,
    not_the_owner,
    not_the_owner,
    after_the_conversion,
    after_the_conversion,
    after_the_conversion,
    after_the_conversion,
    too_late_for_a_customer,
    too_late_for_a_customer,
    bad_replaces,
    bad_replaces,
    never_heard_of,
];

impl Diary {
    /// A prospect of which `wanted` holds and that is the rep's.
    fn own(&mut self, which: usize, wanted: impl Fn(&Known) -> bool) -> Option<String> {
        let (author, c_rep) = (self.laptops[which].author, self.laptops[which].c_rep());
        let all = self.world.which(|known| known.is_owned_by(author, c_rep) && wanted(known));
        self.random.maybe(&all).cloned()
    }

    /// A prospect of the rep's about which nothing else can be wrong.
    fn sound(&mut self, which: usize) -> Option<String> {
        self.own(which, |known| known.is_live() && known.pending_from.is_none())
    }

    fn visit_of(&mut self, who: &str, whom: &str) -> Value {
        let mut payload = payloads::visit(self.at, &mut self.random);
        payload[who] = json!(whom);
        payload
    }

    /// A visit the day after tomorrow, or longer ago than the bound.
    fn out_of_bounds(&mut self) -> Value {
        let day = payloads::day_of(self.at);
        let days = Count::new(self.random.between(2, 9) as u64);
        json!(if self.random.one_in(2) { day + days } else { day - days - Count::new(13) })
    }

    /// An edit of a field as the server has it now.
    fn edit_of(&mut self, prospect: &str) -> Option<Value> {
        let from = self.world.prospects.get(prospect)?.fields.get("adr1_fac").cloned().unwrap_or(Value::Null);
        let to = self.values.address(&mut self.random);
        Some(json!({ "prospect": prospect, "changes": [{ "field": "adr1_fac", "from": from, "to": to }] }))
    }

    fn deletion_of(prospect: &str) -> Value {
        json!({ "prospect": prospect, "delete": { "reason": "" } })
    }

    /// A creation of a sound prospect with something changed for the worse.
    fn spoilt(
        &mut self,
        which: usize,
        why: &'static str,
        spoil: impl FnOnce(&mut Self, &mut Draft),
    ) -> Option<Draft> {
        let prospect = self.sound(which)?;
        let mut draft = self.creation(which, &prospect, why);
        spoil(self, &mut draft);
        Some(draft.wrong())
    }
}

fn unknown_customer(diary: &mut Diary, _: usize) -> Option<Draft> {
    let code = *diary.random.pick(&["C99999", "c01846", "C0184"]);
    Some(Draft::new("VC", "an unknown customer", diary.visit_of("customer", code)).wrong())
}

fn unknown_customer_to_change(diary: &mut Diary, _: usize) -> Option<Draft> {
    let change = json!({ "field": "tel_1", "from": null, "to": diary.values.phone(&mut diary.random) });
    let payload = json!({ "customer": "C88888", "changes": [change], "comment": "" });
    Some(Draft::new("MC", "an unknown customer", payload).wrong())
}

fn wrong_date(diary: &mut Diary, which: usize) -> Option<Draft> {
    let right = diary.visit_customer(which).payload;
    let mut wrong = right.clone();
    wrong["visited_on"] = diary.out_of_bounds();
    Some(Draft::new("VC", "a date out of bounds", wrong).corrected_by(right, Value::Null))
}

fn wrong_date_at_a_prospects(diary: &mut Diary, which: usize) -> Option<Draft> {
    let prospect = diary.sound(which)?;
    let mut payload = diary.visit_of("prospect", &prospect);
    payload["visited_on"] = diary.out_of_bounds();
    Some(Draft::new("VP", "a date out of bounds", payload).wrong())
}

fn unknown_form(diary: &mut Diary, which: usize) -> Option<Draft> {
    let mut payload = diary.visit_customer(which).payload;
    payload["answers"] = json!({ "form": 9, "picked": ["contact.visite"] });
    Some(Draft::new("VC", "an unknown form", payload).wrong())
}

fn bad_answers(diary: &mut Diary, which: usize) -> Option<Draft> {
    let bad = [
        json!(["contact.visite", "contact.mail"]),
        json!(["visite.commande", "visite.proposition.gc"]),
        json!(["visite.moisson"]),
        json!(["visite.commande", "visite.commande"]),
        json!(["contact"]),
    ];
    let picked = diary.random.pick(&bad).clone();
    let (kind, mut payload) = match diary.sound(which).filter(|_| diary.random.one_in(2)) {
        Some(prospect) => ("VP", diary.visit_of("prospect", &prospect)),
        None => ("VC", diary.visit_customer(which).payload),
    };
    payload["answers"] = json!({ "form": 1, "picked": picked });
    Some(Draft::new(kind, "answers that exclude each other", payload).wrong())
}

fn nameless(diary: &mut Diary, which: usize) -> Option<Draft> {
    let mut draft = diary.create(which)?;
    diary.laptops[which].views.remove(draft.payload["prospect"].as_str()?);
    draft.payload["fields"].as_object_mut()?.remove("nom_client");
    Some(Draft { why: "a prospect without a name", ..draft }.wrong())
}

/// The laptop goes on with the prospect, until the refusal has come back.
fn too_long(diary: &mut Diary, which: usize) -> Option<Draft> {
    let mut draft = diary.create(which)?;
    let right = draft.payload.clone();
    let wrong = ["Établissements Perrin Père, Fils & Petit-Fils", "Łódź Opony", "GARAGE 漢字"];
    draft.payload["fields"]["nom_client"] = json!(diary.random.pick(&wrong));
    Some(Draft { why: "a name that does not fit", ..draft }.corrected_by(right, Value::Null))
}

fn made_twice(diary: &mut Diary, which: usize) -> Option<Draft> {
    let prospect = diary.sound(which)?;
    let payload =
        json!({ "prospect": prospect, "fields": { "nom_client": diary.values.name(&mut diary.random) } });
    Some(Draft::new("CP", "a prospect that is there already", payload).wrong())
}

/// The laptop shows it from now on, so that its next edit builds on what nobody else ever saw.
fn edit_too_long(diary: &mut Diary, which: usize) -> Option<Draft> {
    let prospect = diary.sound(which)?;
    let view = diary.laptops[which].views.get_mut(&prospect)?;
    let number = diary.values.address(&mut diary.random);
    let change =
        view.change("adr1_fac", &json!(format!("Lieu-dit de la Grande Brûlerie, derrière le {number}")));
    let payload = json!({ "prospect": prospect, "changes": [change] });
    Some(Draft::new("MP", "an address that does not fit", payload).wrong())
}

fn edit_with_bad_iban(diary: &mut Diary, which: usize) -> Option<Draft> {
    let prospect = diary.sound(which)?;
    let change = json!({ "field": "iban", "from": null, "to": "FR7630006000011234567890188" });
    let payload = json!({ "prospect": prospect, "changes": [change] });
    Some(Draft::new("MP", "an IBAN that is none", payload).wrong())
}

fn creation_incomplete(diary: &mut Diary, which: usize) -> Option<Draft> {
    diary.spoilt(which, "a creation with something missing", |diary, draft| {
        let needed = [
            "c_fam_client",
            "adr1_fac",
            "ville_fac",
            "tel_1",
            "contact_divers_2",
            "c_per",
            "c_catc",
            "type_edition_fac",
        ];
        let missing = *diary.random.pick(&needed);
        draft.payload["fields"].as_object_mut().expect("fields").remove(missing);
    })
}

fn creation_with_wrong_cheque(diary: &mut Diary, which: usize) -> Option<Draft> {
    diary.spoilt(which, "a cheque that may not be", |diary, draft| {
        let sheet = draft.payload["fields"].as_object().expect("fields").clone();
        let farmer = diary.random.one_in(3);
        let (family, sub_family) = if farmer { ("AGRI", "LAIT") } else { ("GARA", "MULT") };
        let mut sheet = payloads::by_cheque(sheet, family, sub_family);
        if farmer {
            sheet.insert("nb_jour_1".to_owned(), json!(30));
        }
        draft.payload["fields"] = Value::Object(sheet);
    })
}

/// The rep has it signed later.
fn creation_unsigned(diary: &mut Diary, which: usize) -> Option<Draft> {
    let prospect = diary.sound(which)?;
    let mut draft = diary.creation(which, &prospect, "a creation without signature");
    let sheet = draft.payload["fields"].as_object()?.clone();
    draft.payload["fields"] =
        Value::Object(payloads::with_bank_account(sheet, &mut diary.random, &mut diary.values));
    draft.signature = Value::Null;
    let right = draft.payload.clone();
    Some(draft.corrected_by(right, payloads::signature(diary.at, &mut diary.random)))
}

fn creation_with_bad_number(diary: &mut Diary, which: usize) -> Option<Draft> {
    diary.spoilt(which, "a number that is none", |diary, draft| {
        let sheet = draft.payload["fields"].as_object().expect("fields").clone();
        let bad = [
            ("contact_divers_2", "73282932000075"),
            ("contact_divers_1", "FR45732829320"),
            ("iban", "FR7630006000011234567890188"),
            ("nom_client", "Établissements Perrin Père, Fils & Petit-Fils"),
        ];
        let (column, value) = *diary.random.pick(&bad);
        let mut sheet = payloads::with_bank_account(sheet, &mut diary.random, &mut diary.values);
        sheet.insert(column.to_owned(), json!(value));
        draft.payload["fields"] = Value::Object(sheet);
        draft.signature = payloads::signature(diary.at, &mut diary.random);
    })
}

/// Another of its owners' laptops did not know.
fn creation_while_pending(diary: &mut Diary, which: usize) -> Option<Draft> {
    let device = diary.laptops[which].device;
    let elsewhere = |known: &Known| known.pending_from.is_some_and(|from| from != device);
    let prospect = diary.own(which, |known| known.is_live() && elsewhere(known))?;
    Some(diary.creation(which, &prospect, "a second creation").wrong())
}

fn deletion_while_pending(diary: &mut Diary, which: usize) -> Option<Draft> {
    let device = diary.laptops[which].device;
    let elsewhere = |known: &Known| known.pending_from.is_some_and(|from| from != device);
    let prospect = diary.own(which, |known| known.is_live() && elsewhere(known))?;
    Some(Draft::new("MP", "a deletion amid a creation", Diary::deletion_of(&prospect)).wrong())
}

/// The other laptop deleted it; this one did not know.
fn after_the_deletion(diary: &mut Diary, which: usize) -> Option<Draft> {
    let device = diary.laptops[which].device;
    let prospect = diary.own(which, |known| known.deleted_from.is_some_and(|from| from != device))?;
    let why = "it was deleted meanwhile";
    Some(match diary.random.below(4) {
        0 => diary.creation(which, &prospect, why).wrong(),
        1 => Draft::new("MP", why, Diary::deletion_of(&prospect)),
        2 => Draft::new("MP", why, diary.edit_of(&prospect)?).wrong(),
        _ => Draft::new("VP", why, diary.visit_of("prospect", &prospect)),
    })
}

fn not_the_owner(diary: &mut Diary, which: usize) -> Option<Draft> {
    let (author, c_rep) = (diary.laptops[which].author, diary.laptops[which].c_rep());
    let others = diary.world.which(|known| known.is_live() && !known.is_owned_by(author, c_rep));
    let prospect = diary.random.maybe(&others)?.clone();
    let why = "a colleague's prospect";
    let draft = match diary.random.below(4) {
        0 => diary.creation(which, &prospect, why),
        1 => Draft::new("MP", why, Diary::deletion_of(&prospect)),
        2 => Draft::new("MP", why, diary.edit_of(&prospect)?),
        _ => Draft::new("VP", why, diary.visit_of("prospect", &prospect)),
    };
    Some(draft.wrong())
}

/// Right: it goes to the customer.
fn after_the_conversion(diary: &mut Diary, which: usize) -> Option<Draft> {
    let prospect = diary.own(which, |known| known.converted)?;
    let why = "it became a customer meanwhile";
    if diary.random.one_in(2) {
        return Some(Draft::new("VP", why, diary.visit_of("prospect", &prospect)));
    }
    let mut payload = diary.edit_of(&prospect)?;
    let stage = json!({ "field": "etape", "from": null, "to": "gagné" });
    match diary.random.below(4) {
        0 => payload["changes"] = json!([stage]),
        1 => payload["changes"].as_array_mut()?.push(stage),
        2 => {
            let (iban, _) = diary.values.bank_account(&mut diary.random);
            payload["changes"].as_array_mut()?.push(json!({ "field": "iban", "from": null, "to": iban }));
        }
        _ => {}
    }
    if diary.random.one_in(2) {
        payload["follow_up_on"] = payloads::follow_up(payloads::day_of(diary.at), &mut diary.random);
    }
    Some(Draft::new("MP", why, payload))
}

fn too_late_for_a_customer(diary: &mut Diary, which: usize) -> Option<Draft> {
    let prospect = diary.own(which, |known| known.converted)?;
    let why = "it is a customer already";
    let draft = match diary.random.below(2) {
        0 => diary.creation(which, &prospect, why),
        _ => Draft::new("MP", why, Diary::deletion_of(&prospect)),
    };
    Some(draft.wrong())
}

/// It names one that was integrated.
fn bad_replaces(diary: &mut Diary, which: usize) -> Option<Draft> {
    let ends = format!("_{}_", diary.laptops[which].author);
    let visits = diary.written.iter().filter(|name| name.starts_with("VC") && name.contains(&ends)).cloned();
    let integrated: Vec<String> = visits.collect();
    let replaces = Some(diary.random.maybe(&integrated)?.clone());
    Some(Draft { replaces, why: "replaces an integrated file", ..diary.visit_customer(which) }.wrong())
}

/// Its CP never came.
fn never_heard_of(diary: &mut Diary, _: usize) -> Option<Draft> {
    let prospect = diary.random.uuid_v7(diary.at.timestamp_millis()).to_string();
    let mut payload = diary.visit_of("prospect", &prospect);
    if diary.random.one_in(2) {
        let change = json!({ "field": "tel_1", "from": null, "to": diary.values.phone(&mut diary.random) });
        payload = json!({ "prospect": prospect, "changes": [change] });
        return Some(Draft::new("MP", "its creation never came", payload).wrong());
    }
    Some(Draft::new("VP", "its creation never came", payload).wrong())
}
