//! The last three days: what the summary says is what lies in the folders and in the base.

use std::collections::BTreeMap;

use exchange_schema::{FileName, Manifest, Sha256};
use serde_json::{Value, json};

use super::{Base, Stage, names_below};

pub fn check(stage: &Stage, base: &Base, summary: &Value) {
    inbox(stage, summary);
    quarantine(stage, base, summary);
    archive(stage, base);
    mails(stage, base, summary);
    decisions(base, summary);
    bases(stage, summary);
    nothing_left_to_do(stage);
}

fn inbox(stage: &Stage, summary: &Value) {
    let files = names_below(&stage.path("demo/inbox"));
    assert_eq!((files.len(), &summary["files"]["total"]), (40, &json!(40)));
    let name = |file: &std::path::PathBuf| file.file_name().expect("a name").to_string_lossy().into_owned();
    let names: Vec<FileName> = files.iter().filter_map(|file| name(file).parse().ok()).collect();
    assert_eq!(names.len(), 39, "one is a copy of a folder sync");
    let mut kinds: Vec<String> = names.iter().map(|name| name.kind().to_string()).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, ["CC", "CP", "MC", "MP", "VC", "VP"]);
    let mut authors: Vec<&str> = names.iter().map(|name| name.author().as_str()).collect();
    authors.sort_unstable();
    authors.dedup();
    assert_eq!(authors.len(), 8);
}

fn reasons(of: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    of.as_array().expect("a list").iter().map(|it| (text(&it["name"]), text(&it["reason"]))).collect()
}

/// The copies lie there with the reasons that the summary names.
fn quarantine(stage: &Stage, base: &Base, summary: &Value) {
    let files = &summary["files"];
    let rejected = reasons(&files["rejected"]);
    let mut lying = BTreeMap::new();
    for path in names_below(&stage.path("demo/quarantine")) {
        if path.to_string_lossy().ends_with(".reason.json") {
            let why: Value = serde_json::from_slice(&std::fs::read(&path).expect("read")).expect("JSON");
            let text = |key: &str| why[key].as_str().expect("a text").to_owned();
            lying.insert(text("name"), text("reason"));
        }
    }
    assert_eq!(rejected, lying);
    let mut why: Vec<&str> = rejected.values().map(String::as_str).collect();
    why.sort_unstable();
    assert_eq!(why, ["author-mismatch", "bad-value", "date-out-of-bounds", "not-owner", "unknown-customer"]);
    let waiting = base.rows("SELECT nom, motif FROM crm_fichier WHERE etat = 'attente'");
    let deferred: Vec<Vec<String>> =
        reasons(&files["deferred"]).into_iter().map(|it| vec![it.0, it.1]).collect();
    assert_eq!(deferred, waiting);
    let correction = base.column("SELECT remplace_par FROM crm_fichier WHERE etat = 'remplace'");
    assert_eq!(correction, [files["correction"].as_str().expect("a name")]);
    assert_eq!((&files["integrated"], &files["ignored"]), (&json!(33), &json!(1)));
    assert_eq!(
        base.count("SELECT COUNT(*) FROM crm_fichier WHERE etat = 'integre' AND sequence IS NOT NULL"),
        33
    );
}

/// A copy of everything that was integrated, four years back too.
fn archive(stage: &Stage, base: &Base) {
    let registered = base.rows("SELECT nom, sha256 FROM crm_fichier WHERE etat = 'integre' ORDER BY nom");
    let mut copies = Vec::new();
    for path in names_below(&stage.path("demo/archive")) {
        let sha256 = Sha256::of(&std::fs::read(&path).expect("read")).to_string();
        copies.push(vec![path.file_name().expect("a name").to_string_lossy().into_owned(), sha256]);
    }
    copies.sort();
    assert_eq!(copies.len(), registered.len());
    assert!(copies == registered, "the archive holds the registered bytes");
}

/// Every mail left as a file, with its own Message-ID and recipient.
fn mails(stage: &Stage, base: &Base, summary: &Value) {
    let mut rows = base.rows("SELECT message_id, destinataire, objet, etat FROM crm_courriel");
    rows.sort();
    assert_eq!(rows.iter().filter(|row| row[3] == "sent").count(), 11, "{rows:?}");
    let told = summary["mails"].as_array().expect("a list");
    assert_eq!(told.len(), rows.len());
    let mut files = Vec::new();
    for mail in told {
        let path = stage.path(mail["file"].as_str().expect("a file"));
        let text = String::from_utf8(std::fs::read(&path).expect("read")).expect("UTF-8");
        let head: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        let header = |name: &str| {
            let line = head.iter().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("{name} is missing: {text}")).trim().to_owned()
        };
        let id = header("Message-ID:");
        let row = rows.iter().find(|row| row[0] == id).unwrap_or_else(|| panic!("{id} is in no row"));
        assert!(header("To:").contains(&row[1]), "{text}");
        assert_eq!((mail["to"].as_str(), mail["subject"].as_str()), (Some(&*row[1]), Some(&*row[2])));
        header("Date:");
        header("From:");
        files.push(path);
    }
    files.sort();
    files.dedup();
    assert_eq!(
        files,
        names_below(&stage.path("demo/mail")),
        "each mail has its own file, and there is no other"
    );
}

/// One creation made a customer, one was refused with words, one waits.
fn decisions(base: &Base, summary: &Value) {
    let code = summary["created"]["code"].as_str().expect("a code");
    let made = base.rows(&format!("SELECT nom_client, c_autoris_bl FROM client WHERE c_client = '{code}'"));
    assert_eq!(made, [["EARL DES TILLEULS", "O"]]);
    let recent = "SELECT etat, COUNT(*) FROM crm_creation_client WHERE demande_le > '2026-11-15' GROUP BY etat ORDER BY etat";
    assert_eq!(base.rows(recent), [["pending", "1"], ["refused", "1"], ["validated", "1"]]);
    let pending = base.column("SELECT creation FROM crm_creation_client WHERE etat = 'pending'");
    assert_eq!(summary["pending"][0]["id"].as_str(), pending.first().map(String::as_str));
    assert_eq!(
        base.count("SELECT COUNT(*) FROM crm_creation_client WHERE etat = 'refused' AND motif IS NULL"),
        0
    );
}

/// Every manifest names files that are there, whole.
fn bases(stage: &Stage, summary: &Value) {
    let told = summary["bases"].as_array().expect("a list");
    assert_eq!((told.len(), &summary["generation"]), (12, &json!(2)));
    for base in told {
        let name = base["base"].as_str().expect("a name");
        let folder = match name {
            "common" => stage.path("demo/bases/common"),
            user => stage.path("demo/bases/users").join(user),
        };
        let manifest =
            Manifest::parse(&std::fs::read(folder.join("manifest.json")).expect("read")).expect("one");
        let mut bytes = 0;
        for file in &manifest.files {
            let content = std::fs::read(folder.join(file.name.as_str())).expect("read");
            assert_eq!((file.size, file.sha256), (content.len() as u64, Sha256::of(&content)), "{name}");
            bytes += file.size;
        }
        assert_eq!((&base["files"], &base["bytes"]), (&json!(manifest.files.len()), &json!(bytes)), "{name}");
    }
}

/// A restore finds nothing that the registry lacks, and another pass changes nothing.
fn nothing_left_to_do(stage: &Stage) {
    for arguments in [&["integrate", "--from-archive"][..], &["integrate"]] {
        let pass = stage.json("demo", arguments);
        let counts = ["integrated", "rejected", "deferred"].map(|key| pass[key].clone());
        assert_eq!(counts, [json!(0), json!(0), json!(1)], "{pass}");
    }
    let rebuilt = stage.json("demo", &["rebuild"]);
    assert_eq!((&rebuilt["problem_count"], &rebuilt["failed"]), (&json!(0), &json!([])), "{rebuilt}");
    let status = stage.json("demo", &["status"]);
    assert_eq!((&status["sequence_gaps"], &status["addresses_missing"]), (&json!([]), &json!([])));
    assert_eq!((&status["rebuild_asked"], &status["unreported"]), (&Value::Null, &json!(0)), "{status}");
}
