//! Every text field of every kind, with texts that try to be SQL, headers, templates, lines or signs that cannot be seen. What is accepted
//! stands in the base exactly as it was sent; what is refused is refused for its reason; mails keep their shape; nothing else happens.

use domain::{CUSTOMER_FIELDS, FieldKind, FieldSpec};
use serde_json::{Value, json};
use uuid::Uuid;

use super::lengths::nothing_overflows;
use super::texts::{MARK, OF_WORDS, SHORT, TEXTS, lines, of_code, of_comment, of_value};
use crate::support::{Draft, Place, complete_sheet, id, verdict};

const AT: &str = "2026-11-21T18:00:00Z";

/// A file, what must become of it, and where its text must stand if it is integrated: a query for one cell, and the cell.
struct Case {
    draft: Draft,
    expected: &'static str,
    stands: Vec<(String, String)>,
}

/// The cases, and prospects that they are about.
#[derive(Default)]
struct Cases {
    all: Vec<Case>,
    numbers: u32,
}

impl Cases {
    fn number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    fn add(&mut self, draft: Draft, expected: &'static str, stands: Vec<(String, String)>) {
        self.all.push(Case { draft, expected, stands });
    }

    fn prospect(&mut self) -> Uuid {
        let number = self.number();
        let prospect = id(100_000 + number);
        let fields = json!({ "nom_client": format!("PROSPECT {number}") });
        self.add(
            Draft::new(number, "CP", json!({ "prospect": prospect, "fields": fields })),
            "integrated",
            vec![],
        );
        prospect
    }

    fn draft(&mut self, kind: &'static str, payload: Value) -> Draft {
        Draft::new(self.number(), kind, payload)
    }
}

fn cell(table: &str, column: &str, file: &Draft) -> String {
    format!("SELECT {column} FROM {table} WHERE crm_fichier = '{}'", file.name())
}

fn visited(who: &str, whom: Value, comment: &str) -> Value {
    json!({ who: whom, "visited_on": "2026-11-21", "visited_at": "09:30", "comment": comment })
}

/// VC: code, comment, nodes of the form, kinds of the fleet.
fn customer_visits(cases: &mut Cases) {
    for text in TEXTS {
        let draft = cases.draft("VC", visited("customer", json!("C01846"), text));
        let stands = vec![(
            cell("client_relation", "commentaire", &draft),
            format!("{}\nsaisie via le CRM", lines(text)),
        )];
        cases.add(draft, of_comment(text), stands);
        let draft = cases.draft("VC", visited("customer", json!(text), ""));
        cases.add(draft, of_code(text, 30, "rejected unknown-customer"), vec![]);
        let mut draft = cases.draft("VC", visited("customer", json!("C01846"), ""));
        draft.payload["answers"] = json!({ "form": 1, "picked": [text] });
        cases.add(draft, "rejected bad-value", vec![]);
        let mut draft = cases.draft("VC", visited("customer", json!("C01846"), ""));
        draft.payload["fleet"] = json!({ text: 1 });
        let stands = vec![(cell("crm_suivi_client", "parc", &draft), json!({ text: 1 }).to_string())];
        cases.add(draft, of_code(text, 20, "integrated"), stands);
        for key in ["visited_on", "visited_at", "follow_up_on"] {
            let mut draft = cases.draft("VC", visited("customer", json!("C01846"), ""));
            draft.payload[key] = json!(text);
            cases.add(draft, "rejected bad-value", vec![]);
        }
    }
}

/// VP: comment.
fn prospect_visits(cases: &mut Cases) {
    let prospect = cases.prospect();
    for text in TEXTS {
        let draft = cases.draft("VP", visited("prospect", json!(prospect), text));
        let kept = format!("{}\nsaisie via le CRM", lines(text));
        let stands = vec![(cell("crm_visite_prospect", "commentaire", &draft), kept)];
        cases.add(draft, of_comment(text), stands);
    }
}

/// The columns that take any text, their width, and the texts for them.
fn free_columns() -> impl Iterator<Item = (&'static FieldSpec, usize, &'static [&'static str])> {
    let strict = ["bic", "iban"]; // judged as bank details in every file
    CUSTOMER_FIELDS.iter().filter(move |spec| !strict.contains(&spec.column)).filter_map(|spec| {
        match spec.kind {
            FieldKind::Text(width) => Some((spec, width, if width < 10 { &SHORT[..] } else { &TEXTS[..] })),
            FieldKind::Integer | FieldKind::Date => None,
        }
    })
}

/// CP: every column, and why it was created.
fn new_prospects(cases: &mut Cases) {
    for (spec, width, texts) in free_columns() {
        // Every text in the widest ones and in the name, some in each of the others.
        let every = spec.column == "nom_client" || !(10..=40).contains(&width);
        let some =
            texts.iter().enumerate().filter(|(i, _)| every || (i + spec.field as usize).is_multiple_of(5));
        for (_, text) in some {
            let mut fields = json!({ "nom_client": "GARAGE" });
            fields[spec.column] = json!(text);
            let draft = cases.draft("CP", json!({ "prospect": Uuid::nil(), "fields": fields }));
            add_prospect(cases, draft, of_value(text, width), spec.column, text);
        }
    }
    for text in TEXTS {
        let payload = json!({ "prospect": Uuid::nil(), "fields": { "nom_client": "GARAGE" }, "duplicate_reason": text });
        let draft = cases.draft("CP", payload);
        add_prospect(cases, draft, of_comment(text), "motif_doublon", text);
        for column in ["bic", "iban", "date_creation_ste", "nb_jour_1"] {
            let fields = json!({ "nom_client": "GARAGE", column: text });
            let draft =
                cases.draft("CP", json!({ "prospect": id(200_000 + cases.numbers), "fields": fields }));
            let width = if column == "bic" { 11 } else { 34 };
            let by_value = matches!(column, "date_creation_ste" | "nb_jour_1");
            let fits = of_value(text, width) == "integrated";
            cases.add(
                draft,
                if by_value || fits { "rejected bad-value" } else { of_value(text, width) },
                vec![],
            );
        }
    }
}

/// A prospect of the file's own number.
fn add_prospect(cases: &mut Cases, mut draft: Draft, expected: &'static str, column: &str, text: &str) {
    draft.payload["prospect"] = json!(id(100_000 + draft.number));
    let stands = vec![(cell("crm_prospect", column, &draft), text.to_owned())];
    cases.add(draft, expected, stands);
}

/// MP: what a field is to be, what was shown before, and why a prospect is deleted.
fn edits(cases: &mut Cases) {
    for (i, text) in TEXTS.into_iter().enumerate() {
        let prospect = cases.prospect();
        let columns: Vec<_> = free_columns().filter(|(_, width, _)| *width >= 10).collect();
        let (spec, width, _) = columns[i % columns.len()];
        let change = json!({ "field": spec.column, "from": null, "to": text });
        let change = if spec.column == "nom_client" {
            json!({ "field": "ville_fac", "from": null, "to": text })
        } else {
            change
        };
        let column = change["field"].as_str().expect("a column").to_owned();
        let draft = cases.draft("MP", json!({ "prospect": prospect, "changes": [change] }));
        let stands = vec![(
            format!("SELECT {column} FROM crm_prospect WHERE prospect = '{prospect}'"),
            text.to_owned(),
        )];
        cases.add(draft, of_value(text, width), stands);
        // What a laptop showed is compared, never kept: a clash.
        let other = if column == "adr3_fac" { "adr2_fac" } else { "adr3_fac" };
        let changes = json!([{ "field": other, "from": text, "to": "Le Bourg", "also": [text] }]);
        let draft = cases.draft("MP", json!({ "prospect": prospect, "changes": changes }));
        let shown =
            if of_value(text, 255) == "rejected bad-value" { "rejected bad-value" } else { "integrated" };
        let stands = vec![(cell("crm_conflit", "attendu", &draft), text.to_owned())];
        cases.add(draft, shown, stands);
        let gone = cases.prospect();
        let draft = cases.draft("MP", json!({ "prospect": gone, "delete": { "reason": text } }));
        let stands = vec![(
            format!("SELECT motif_suppression FROM crm_prospect WHERE prospect = '{gone}'"),
            text.to_owned(),
        )];
        cases.add(draft, of_comment(text), stands);
    }
}

/// CC: the sheet, the words for the accountants, the signature. Each asks for a prospect of its own.
fn requests(cases: &mut Cases) {
    for (i, text) in TEXTS.into_iter().enumerate() {
        for (column, width) in
            [("nom_client", 35), (["adr1_fac", "ville_fac", "c_attention", "adr2_fac"][i % 4], 35)]
        {
            let mut sheet = complete_sheet("GARAGE");
            sheet[column] = json!(text);
            let payload = json!({ "prospect": cases.prospect(), "fields": sheet });
            let draft = cases.draft("CC", payload);
            let stands = vec![(
                cell("crm_creation_client", &format!("json_extract(champs, '$.{column}')"), &draft),
                text.to_owned(),
            )];
            cases.add(draft, of_value(text, width), stands);
        }
        // Fields that have a form.
        let column =
            ["tel_1", "contact_divers_1", "contact_divers_2", "contact_divers_4", "c_ape", "iban"][i % 6];
        let spec = CUSTOMER_FIELDS.iter().find(|spec| spec.column == column).expect("a column");
        let FieldKind::Text(width) = spec.kind else { panic!("{column} is a text") };
        let mut sheet = complete_sheet("GARAGE");
        sheet[column] = json!(text);
        let payload = json!({ "prospect": cases.prospect(), "fields": sheet });
        let expected =
            if of_value(text, width) == "integrated" { "rejected bad-value" } else { of_value(text, width) };
        let draft = cases.draft("CC", payload);
        cases.add(draft, expected, vec![]);
        words_of_request(cases, text);
    }
}

fn words_of_request(cases: &mut Cases, text: &str) {
    let payload =
        json!({ "prospect": cases.prospect(), "fields": complete_sheet("GARAGE"), "comment": text });
    let draft = cases.draft("CC", payload);
    let stands = vec![(cell("crm_creation_client", "commentaire", &draft), text.to_owned())];
    cases.add(draft, of_comment(text), stands);
    let payload = json!({ "prospect": cases.prospect(), "fields": complete_sheet("GARAGE") });
    let signature = json!({
        "svg": format!("<svg>{text}</svg>"), "signer": text, "place": text, "signed_at": "2026-11-21T08:00:00Z", "text": text
    });
    let draft = cases.draft("CC", payload).with("signature", signature);
    let kept = ["signer", "place", "text"].map(|key| {
        (cell("crm_creation_client", &format!("json_extract(signature, '$.{key}')"), &draft), text.to_owned())
    });
    cases.add(draft, OF_WORDS, kept.to_vec());
}

/// MC: the words, what is to be changed, and what was shown. HOSTILE is a customer of the ERP with such a name himself.
fn modifications(cases: &mut Cases) {
    for (i, text) in TEXTS.into_iter().enumerate() {
        let customer = if i % 2 == 0 { "HOSTILE" } else { "C01846" };
        let draft = cases.draft("MC", json!({ "customer": customer, "changes": [], "comment": text }));
        let stands = vec![
            (cell("client_relation", "commentaire", &draft), format!("{}\nsaisie via le CRM", lines(text))),
            (cell("crm_demande_modification", "commentaire", &draft), text.to_owned()),
        ];
        cases.add(draft, of_comment(text), stands);
        let change = json!({ "field": "adr2_fac", "from": "Le Bourg", "to": text });
        let draft = cases.draft("MC", json!({ "customer": customer, "changes": [change], "comment": "" }));
        let stands = vec![(
            cell("crm_demande_modification", "json_extract(changements, '$[0].to')", &draft),
            text.to_owned(),
        )];
        cases.add(draft, of_value(text, 35), stands);
        // The ERP holds what it holds, so a laptop may have shown anything.
        let change = json!({ "field": "nom_client", "from": text, "to": "Le Bourg" });
        let draft = cases.draft("MC", json!({ "customer": customer, "changes": [change], "comment": "" }));
        let shown =
            if of_value(text, 255) == "rejected bad-value" { "rejected bad-value" } else { "integrated" };
        let stands = vec![(
            cell("crm_demande_modification", "json_extract(changements, '$[0].from')", &draft),
            text.to_owned(),
        )];
        cases.add(draft, shown, stands);
        let draft = cases.draft("MC", json!({ "customer": text, "changes": [], "comment": "x" }));
        cases.add(draft, of_code(text, 30, "rejected unknown-customer"), vec![]);
    }
}

/// The envelope's own texts.
fn envelopes(cases: &mut Cases) {
    for text in TEXTS {
        for (key, expected) in [
            ("device", "rejected bad-value"),
            ("id", "rejected bad-value"),
            ("author", "rejected bad-value"),
            ("created_at", "rejected bad-value"),
            ("kind", "rejected unknown-kind"),
            ("replaces", "rejected bad-value"),
        ] {
            let draft = cases.draft("VC", visited("customer", json!("C01846"), "")).with(key, json!(text));
            cases.add(draft, expected, vec![]);
        }
        let draft = cases.draft("VC", visited("customer", json!("C01846"), "")).with(text, json!(text));
        cases.add(draft, "rejected unknown-key", vec![]);
    }
}

/// The company, with what hostile hands may have written into the ERP and into the table of users.
fn company() -> Place {
    let place = Place::new();
    for list in ["courriels_creation", "courriels_modification", "courriels_erreur"] {
        place.succeed(&["params", "set", list, "compta@pneus.example"]);
    }
    let base = place.base();
    let name = "O'X\u{ad}\r\nINJECT: Bcc: a@evil.example";
    base.execute("INSERT INTO client (c_client, nom_client) VALUES ('HOSTILE', ?1)", [name])
        .expect("inserted");
    let shown = "Jér\u{200b}ôme\r\nINJECT {{ 7 * 7 }}";
    let address = "j.dupont@pneus.example\r\nBcc: a@evil.example";
    base.execute(
        "UPDATE crm_utilisateur SET nom_affiche = ?1, courriel = ?2 WHERE dossier = 'jdupont'",
        [shown, address],
    )
    .expect("updated");
    place
}

#[test]
fn injected_texts_stay_texts_or_are_refused() {
    let place = company();
    let mut cases = Cases::default();
    for fill in [customer_visits, prospect_visits, new_prospects, edits, requests, modifications, envelopes] {
        fill(&mut cases);
    }
    for case in &cases.all {
        place.drop_draft(&case.draft);
    }
    let before = (schema(&place), place.query("SELECT * FROM client"), place.count("crm_utilisateur"));
    let report = place.pass_at(AT);
    compare(&cases.all, &report);
    assert_eq!((schema(&place), place.query("SELECT * FROM client"), place.count("crm_utilisateur")), before);
    stands_as_sent(&place, &cases.all);
    check_mails(&place);
    nothing_overflows(&place);
    let rows = place.rows();
    assert_eq!(place.pass_at(AT)["files"], json!([]));
    assert_eq!(place.rows(), rows);
}

fn schema(place: &Place) -> Vec<Vec<String>> {
    place.query("SELECT name, sql FROM sqlite_master ORDER BY name")
}

fn compare(cases: &[Case], report: &Value) {
    let mut wrong = Vec::new();
    for Case { draft, expected, .. } in cases {
        let found = verdict(report, &draft.name());
        if found != *expected {
            let whole = String::from_utf8_lossy(&draft.bytes()).into_owned();
            wrong.push(format!(
                "{found:?} in place of {expected:?}: {}",
                whole.chars().take(600).collect::<String>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn stands_as_sent(place: &Place, cases: &[Case]) {
    let base = place.base();
    let mut wrong = Vec::new();
    for case in cases.iter().filter(|case| case.expected == "integrated") {
        for (sql, sent) in &case.stands {
            let kept: rusqlite::Result<Option<String>> = base.query_row(sql, [], |row| row.get(0));
            if kept.as_ref().ok() != Some(&Some(sent.clone())) {
                wrong.push(format!("{sql}: {kept:?} in place of {sent:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Unicode's control and format characters, and its line breaks.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn check_mails(place: &Place) {
    let mails = place.mails();
    assert!(mails.len() > 100, "requests, creations and a digest: {}", mails.len());
    for mail in &mails {
        for header in [&mail.subject, &mail.recipient, &mail.sender] {
            assert!(!header.contains(is_unseen), "{mail:?}");
        }
        assert!(
            mail.recipient.ends_with("@pneus.example") && mail.recipient.matches('@').count() == 1,
            "{mail:?}"
        );
        assert!(
            !mail.subject.contains("49") && !mail.body.contains("49 "),
            "a template was rendered: {mail:?}"
        );
        let beginning = [MARK, "- Champ INJECT", "Bcc"];
        for line in mail.body.split('\n').filter(|line| !line.starts_with('>')) {
            assert!(!line.contains(is_unseen), "{mail:?}");
            assert!(!beginning.iter().any(|begin| line.trim_start().starts_with(begin)), "{mail:?}");
        }
    }
}

/// What an operator sees of all this is lines of the program's own, and nothing that steers his terminal.
#[test]
fn what_an_operator_sees_is_lines() {
    let place = company();
    let mut cases = Cases::default();
    [customer_visits, envelopes].iter().for_each(|fill| fill(&mut cases));
    let breaking = TEXTS.iter().filter(|text| text.contains(MARK) || text.contains(char::is_control));
    breaking.for_each(|text| words_of_request(&mut cases, text));
    cases.all.iter().for_each(|case| drop(place.drop_draft(&case.draft)));
    let refused = cases.all.iter().filter(|case| case.expected.starts_with("rejected")).count();
    let mut steering = Vec::new();
    let mut see = |code: i32, arguments: &[&str], lines: Option<usize>| {
        let words = place.words(code, arguments);
        let unasked = |line: &&str| line.contains(char::is_control) || line.starts_with(MARK);
        steering.extend(words.lines().find(unasked).map(|line| format!("{arguments:?}: {line:?}")));
        if lines.is_some_and(|lines| words.lines().count() != lines) {
            steering.push(format!("{arguments:?}: {} lines in place of {lines:?}", words.lines().count()));
        }
    };
    see(1, &["integrate"], Some(refused + 1));
    see(0, &["quarantine", "list"], Some(refused));
    see(0, &["status"], None);
    let (_, list) = place.json(&["creations", "list"]);
    let creations = list["creations"].as_array().expect("a list");
    see(0, &["creations", "list"], Some(creations.len()));
    for creation in creations {
        see(0, &["creations", "show", creation["id"].as_str().expect("an id")], None);
    }
    let unknown_key = "x\r\nINJECT: Bcc: a@evil.example";
    let odd = cases.all.iter().find(|case| case.draft.envelope.get(unknown_key).is_some()).expect("a case");
    see(0, &["quarantine", "show", &odd.draft.name()], None);
    see(1, &["quarantine", "retry", &odd.draft.name()], Some(2));
    assert!(steering.is_empty(), "{}", steering.join("\n"));
}
