//! Refused files: reported once, listed until somebody deals with them.

use exchange_schema::Reason;
use winpneu::refusals::{self, RefusedFile, Unreported};
use winpneu::registry::{self, Fate, FileEntry, FileState};
use winpneu::{Connection, overview};

use super::Open;
use super::given::{entry, folder, integrated, minutes_later, record, rows, within};
use crate::embedded::now;

async fn refuse(base: &mut Connection, name: &str, detail: &str, known: bool, minutes: i64) {
    let (author, sha256) = (folder("jdupont"), "e".repeat(64));
    let fate = Fate::Refused { reason: Reason::UnknownCustomer, detail };
    record(base, &entry(name, &author, &sha256), fate, known, minutes_later(minutes)).await.expect("refused");
}

async fn integrate(base: &mut Connection, name: &str, known: bool) {
    let (author, sha256) = (folder("jdupont"), "e".repeat(64));
    record(base, &entry(name, &author, &sha256), integrated("C01846"), known, minutes_later(9))
        .await
        .expect("integrated");
}

async fn names(base: &mut Connection) -> Vec<String> {
    let mut rows = refusals::all(base).await.expect("asked");
    let mut names = Vec::new();
    while let Some(file) = rows.next().await.expect("read") {
        names.push(file.name);
    }
    names
}

async fn unreported(base: &mut Connection, limit: u32) -> Vec<String> {
    let found = refusals::unreported(base, limit).await.expect("asked");
    found.into_iter().map(|file| file.name).collect()
}

async fn mark_reported(base: &mut Connection, minutes: i64) {
    within(base, async |tx| refusals::mark_reported(tx, minutes_later(minutes)).await).await.expect("marked");
}

pub async fn unsettled_files_are_counted_whole_and_dated_by_the_oldest(open: Open) {
    let mut base = open().await;
    let author = folder("jdupont");
    assert_eq!(overview::unsettled(&mut base, FileState::Refused).await.expect("asked"), (0, None));
    for number in 1..=4 {
        let hash = number.to_string().repeat(64);
        let refused = Fate::Refused { reason: Reason::UnknownCustomer, detail: "C9" };
        let at = now() + chrono::Duration::hours(if number == 3 { -7 } else { number });
        let name = format!("f{number}");
        record(&mut base, &entry(&name, &author, &hash), refused, false, at).await.expect("done");
    }
    assert!(discard(&mut base, "f3", 5).await);
    let first = (now() + chrono::Duration::hours(1)).naive_utc();
    assert_eq!(overview::unsettled(&mut base, FileState::Refused).await.expect("asked"), (3, Some(first)));
    assert_eq!(overview::unsettled(&mut base, FileState::Waiting).await.expect("asked"), (0, None));
    let oldest = overview::oldest_in_state(&mut base, FileState::Refused, 2).await.expect("asked");
    let names: Vec<&str> = oldest.iter().map(|file| file.name.as_str()).collect();
    assert_eq!((names, oldest[0].received_at), (vec!["f1", "f2"], first));
}

pub async fn refusals_are_reported_once_oldest_first(open: Open) {
    let mut base = open().await;
    assert_eq!(refusals::count_unreported(&mut base).await.expect("asked"), 0);
    for (name, minutes) in [("b", 5), ("c", 1), ("a", 5), ("d", 7)] {
        refuse(&mut base, name, "no customer Łódź → C9", false, minutes).await;
    }
    integrate(&mut base, "integrated", false).await;
    assert_eq!(refusals::count_unreported(&mut base).await.expect("asked"), 4);
    assert_eq!(unreported(&mut base, 100).await, ["c", "a", "b", "d"]);
    let first = Unreported {
        name: "c".to_owned(),
        folder: "jdupont".to_owned(),
        reason: Some("unknown-customer".to_owned()),
        detail: Some("no customer Łódź → C9".to_owned()),
        refused_at: minutes_later(1).naive_utc(),
    };
    assert_eq!(refusals::unreported(&mut base, 1).await.expect("asked"), [first]);

    mark_reported(&mut base, 30).await;
    assert_eq!(refusals::count_unreported(&mut base).await.expect("asked"), 0, "those beyond the page too");
    assert_eq!(unreported(&mut base, 100).await, [""; 0]);
    refuse(&mut base, "e", "", false, 40).await;
    refuse(&mut base, "b", "refused once more, with other words", true, 41).await;
    assert_eq!(unreported(&mut base, 100).await, ["e", "b"], "what was refused since is news");
    let mut tx = base.begin().await.expect("begun");
    refusals::mark_reported(&mut tx, now()).await.expect("marked");
    drop(tx);
    assert_eq!(refusals::count_unreported(&mut base).await.expect("asked"), 2, "no digest, no mark");
    mark_reported(&mut base, 50).await;
    let select = "SELECT signale_le FROM dbo.crm_fichier WHERE nom = 'c'";
    let first = rows(&mut base, select, &[]).await[0].date_time(0).expect("an instant");
    assert_eq!(first, minutes_later(30).naive_utc(), "the digest that told it stays told");
}

pub async fn what_was_settled_meanwhile_is_not_reported(open: Open) {
    let mut base = open().await;
    for name in ["discarded", "replaced", "retried", "left"] {
        refuse(&mut base, name, "", false, 0).await;
    }
    integrate(&mut base, "retried", true).await;
    within(&mut base, async |tx| {
        registry::mark_replaced(tx, "replaced", "by", now()).await?;
        refusals::discard(tx, "discarded", now()).await
    })
    .await
    .expect("settled");
    assert_eq!(unreported(&mut base, 100).await, ["left"]);
    assert_eq!(refusals::count_unreported(&mut base).await.expect("asked"), 1);
}

async fn find(base: &mut Connection, name: &str) -> RefusedFile {
    refusals::find(base, name).await.expect("asked").expect("it is registered")
}

pub async fn refused_files_are_listed_the_latest_first(open: Open) {
    let mut base = open().await;
    assert_eq!(names(&mut base).await, [""; 0]);
    for (name, minutes) in [("b", 5), ("c", 1), ("a", 5), ("d", 7), ("e", 3)] {
        refuse(&mut base, name, "C9", false, minutes).await;
    }
    integrate(&mut base, "integrated", false).await;
    assert_eq!(names(&mut base).await, ["d", "a", "b", "e", "c"]);
    refuse(&mut base, "c", "again", true, 20).await;
    assert_eq!(names(&mut base).await, ["c", "d", "a", "b", "e"]);
    integrate(&mut base, "d", true).await;
    within(&mut base, async |tx| registry::mark_replaced(tx, "e", "f", minutes_later(9)).await)
        .await
        .expect("replaced");
    mark_reported(&mut base, 30).await;
    assert_eq!(names(&mut base).await, ["c", "a", "b"], "reported ones are refused all the same");

    let retried = find(&mut base, "c").await;
    let expected = RefusedFile {
        name: "c".to_owned(),
        folder: "jdupont".to_owned(),
        author: Some("jdupont".to_owned()),
        reason: Some("unknown-customer".to_owned()),
        detail: Some("again".to_owned()),
        received_at: minutes_later(20).naive_utc(),
        refused_at: minutes_later(20).naive_utc(),
        sha256: Some("e".repeat(64)),
        discarded_at: None,
        refused: true,
        replaced_by: None,
    };
    assert_eq!(retried, expected);
    assert!(!find(&mut base, "d").await.refused && !find(&mut base, "integrated").await.refused);
    let replaced = find(&mut base, "e").await;
    assert_eq!((replaced.refused, replaced.replaced_by.as_deref()), (false, Some("f")));
    assert_eq!(refusals::find(&mut base, "nobody").await.expect("asked"), None);
}

/// Malformed names lie under their path: nobody's, of no kind, perhaps without content that could be read.
pub async fn what_is_no_exchange_file_can_be_refused_too(open: Open) {
    let mut base = open().await;
    let nameless = FileEntry {
        name: "Été 2026/ŁÓDŹ 🚜.json",
        kind: None,
        author: None,
        folder: "Été 2026",
        device: None,
        sequence: None,
        sha256: None,
        prospect: None,
        corrects: None,
    };
    let fate = Fate::Refused { reason: Reason::BadName, detail: "" };
    record(&mut base, &nameless, fate, false, now()).await.expect("refused");
    let found = find(&mut base, nameless.name).await;
    assert_eq!((found.name.as_str(), found.folder.as_str()), (nameless.name, nameless.folder));
    assert_eq!((found.author, found.sha256, found.detail.as_deref()), (None, None, Some("")));
}

async fn discard(base: &mut Connection, name: &str, minutes: i64) -> bool {
    within(base, async |tx| refusals::discard(tx, name, minutes_later(minutes)).await).await.expect("asked")
}

pub async fn a_refused_file_is_discarded_once(open: Open) {
    let mut base = open().await;
    refuse(&mut base, "a", "", false, 0).await;
    refuse(&mut base, "b", "", false, 0).await;
    integrate(&mut base, "integrated", false).await;
    assert!(discard(&mut base, "a", 5).await);
    for name in ["a", "integrated", "nobody"] {
        assert!(!discard(&mut base, name, 6).await, "{name}");
    }
    let discarded = find(&mut base, "a").await;
    assert_eq!(discarded.discarded_at, Some(minutes_later(5).naive_utc()));
    assert!(discarded.refused, "discarded is no other state");
    assert_eq!(discarded.refused_at, now().naive_utc(), "its receipt has nothing new to tell");
    assert_eq!(find(&mut base, "integrated").await.discarded_at, None);
    assert_eq!(names(&mut base).await, ["b"]);

    refuse(&mut base, "a", "", true, 10).await;
    assert_eq!(find(&mut base, "a").await.discarded_at, None, "it came again");
    assert_eq!(names(&mut base).await, ["a", "b"]);
    assert!(discard(&mut base, "a", 15).await);
    integrate(&mut base, "a", true).await;
    assert_eq!(find(&mut base, "a").await.discarded_at, None, "retried with success");
    let mut counts = overview::counts(&mut base).await.expect("asked");
    counts.sort_by_key(|(state, _)| state.as_str());
    assert_eq!(counts, [(FileState::Integrated, 2), (FileState::Refused, 1)]);
}
