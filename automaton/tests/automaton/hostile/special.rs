//! What is no plain file, or no plain content.

use std::fs::File;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::pile::{Pile, always, integrated, refused, torn};
use crate::support::{DEVICE, Draft, OTHER_DEVICE, complete_sheet, id};

const HERE: &str = "jdupont/7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";
const THERE: &str = "jdupont/00000000-0000-4000-8000-000000000002";

/// A visit that is fine, unless told otherwise.
pub fn visit(number: u32) -> Draft {
    let comment = format!("Visite {number}");
    let payload = json!({ "customer": "C01846", "visited_on": "2026-11-21", "visited_at": "09:30", "comment": comment });
    Draft::new(number, "VC", payload)
}

pub fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

/// Outside lie `canary.json` (the visit 900), `folder/` with the same file, and a FIFO on which a reader would wait for ever.
pub fn links(pile: &mut Pile<'_>) {
    let outside = pile.outside;
    for (number, target) in [
        (900, outside.join("canary.json")),
        (901, "/etc/passwd".into()),
        (902, outside.join("folder")),
        (903, outside.join("nowhere")),
        (904, outside.join("fifo")),
        (905, "/proc/self/environ".into()),
        (906, visit(906).name().into()), // itself
    ] {
        let path = pile.expect(HERE, visit(number).name(), refused("not-a-file"));
        symlink(target, path).expect("linked");
    }
    // Instead of a user's and of a device's folder.
    let path = pile.expect("", "amartin2", refused("not-a-file"));
    symlink(outside.join("folder"), path).expect("linked");
    let path = pile.expect("jdupont", "device-link", refused("not-a-file"));
    symlink(outside.join("folder"), path).expect("linked");
    // Its name disagrees with its content: it must not be opened to find out.
    let path = pile.expect(THERE, visit(907).name(), refused("hard-link"));
    std::fs::hard_link(outside.join("canary.json"), path).expect("linked");
}

pub fn no_files(pile: &mut Pile<'_>) {
    let path = pile.expect(HERE, visit(910).name(), refused("not-a-file"));
    fifo(&path);
    let path = pile.expect("jdupont", "fifo", refused("not-a-file"));
    fifo(&path);
    // A socket's path must be short: made elsewhere, moved here.
    let path = pile.expect(HERE, visit(911).name(), refused("not-a-file"));
    let short = pile.outside.join("s");
    drop(std::os::unix::net::UnixListener::bind(&short).expect("a socket"));
    std::fs::rename(short, path).expect("moved");
    let path = pile.expect(HERE, visit(912).name(), refused("not-a-file"));
    std::fs::create_dir(&path).expect("made");
    std::fs::write(path.join(visit(912).name()), visit(912).bytes()).expect("written");
    let path = pile.expect(HERE, "deeper", always("ignored"));
    std::fs::create_dir(&path).expect("made");
    std::fs::write(path.join(visit(913).name()), visit(913).bytes()).expect("written");
    let path = pile.expect("jdupont", ".stversions", always("ignored"));
    std::fs::create_dir(&path).expect("made");
    std::fs::write(path.join(visit(914).name()), visit(914).bytes()).expect("written");
    let path = pile.expect(HERE, visit(915).name(), refused("too-large"));
    File::create(path).and_then(|file| file.set_len(2 << 30)).expect("a sparse file of 2 GiB");
}

/// Content that is no exchange file, under names that are.
pub fn contents(pile: &mut Pile<'_>) {
    let whole = String::from_utf8(visit(920).bytes()).expect("UTF-8");
    let utf_16 = |mark: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{mark}{whole}").encode_utf16().flat_map(order).collect()
    };
    let nul = whole.replace("Visite", "Vi\0site").into_bytes();
    let contents: [Vec<u8>; 11] = [
        "[".repeat(10_000).into_bytes(),
        ("[".repeat(10_000) + &"]".repeat(10_000)).into_bytes(),
        "{\"a\":".repeat(10_000).into_bytes(),
        utf_16("\u{feff}", u16::to_le_bytes),
        utf_16("\u{feff}", u16::to_be_bytes),
        utf_16("", u16::to_le_bytes),
        utf_16("", u16::to_be_bytes),
        format!("\u{feff}{whole}").into_bytes(),
        nul,
        vec![0; 4096],
        Vec::new(),
    ];
    for (number, bytes) in (930..).zip(contents) {
        pile.file(HERE, visit(number).name(), &bytes, torn("not-json"));
    }
}

/// Whole documents of just under 1 MiB, made to take as much memory as they can.
pub fn bombs(pile: &mut Pile<'_>) {
    let filled = |from: &str, each: &str| {
        from.replace("BOMB", each.repeat(1_040_000 / each.len()).trim_end_matches(','))
    };
    let whole = |number: u32, bomb: &str| {
        let text = String::from_utf8(visit(number).bytes()).expect("UTF-8");
        let (head, _) = text.rsplit_once('}').expect("an object");
        format!("{head},\"bomb\":{bomb}}}")
    };
    let keys: Vec<String> = (0..90_000).map(|key| format!("\"{key:x}\":0")).collect();
    for (number, bomb) in [
        (950, filled("[BOMB]", "0,")),
        (951, filled("[BOMB]", "[],")),
        (952, filled("[BOMB]", "{},")),
        (953, filled("[BOMB]", "\"\",")),
        (954, format!("{{{}}}", keys.join(","))),
        (955, filled("\"BOMB\"", "\\u00e9")),
    ] {
        pile.file(HERE, visit(number).name(), whole(number, &bomb).as_bytes(), refused("unknown-key"));
    }
    let mut long = visit(956);
    long.payload["comment"] = Value::String("é".repeat(500_000));
    pile.file(HERE, long.name(), &long.bytes(), refused("bad-value"));
}

/// Fine, and as large as a file may be: signatures of nearly 1 MiB, each with its prospect.
pub fn large_and_fine(pile: &mut Pile<'_>) {
    for number in 0..6 {
        let prospect = id(5_000 + number);
        let fields = json!({ "nom_client": format!("GARAGE {number}") });
        let new = Draft::new(960 + number, "CP", json!({ "prospect": prospect, "fields": fields }));
        let request = json!({ "prospect": prospect, "fields": complete_sheet("GARAGE") });
        let svg = format!("<svg>{}</svg>", "x".repeat(1_000_000));
        let signature = json!({
            "svg": svg, "signer": "Paul", "place": "Laval", "signed_at": "2026-11-21T08:00:00Z", "text": "Oui"
        });
        let request = Draft::new(970 + number, "CC", request).with("signature", signature);
        for draft in [new, request] {
            pile.file(HERE, draft.name(), &draft.bytes(), integrated());
        }
    }
}

/// Who wrote it, when, and what it says it is.
pub fn identities(pile: &mut Pile<'_>) {
    let foreign = visit(980).by("amartin", DEVICE);
    pile.file(HERE, foreign.name(), &foreign.bytes(), refused("author-mismatch"));
    let unknown = visit(981).by("inconnu", DEVICE);
    pile.file("inconnu", unknown.name(), &unknown.bytes(), refused("unknown-user"));
    let left = visit(982).by("parti", DEVICE);
    pile.file("parti", left.name(), &left.bytes(), refused("disabled-user"));
    let ahead = visit(983).at("2036-11-21T08:00:00Z");
    pile.file(HERE, ahead.name(), &ahead.bytes(), always("deferred clock-ahead"));
    let today = visit(984).at("2016-11-21T08:00:00Z");
    pile.file(HERE, today.name(), &today.bytes(), refused("date-out-of-bounds"));
    let mut old = visit(985).at("2016-11-21T08:00:00Z");
    old.payload["visited_on"] = json!("2016-11-21");
    pile.file(HERE, old.name(), &old.bytes(), integrated());
    // Integrated before the pass: other content, copies of it, and conflict copies of this and of something else.
    let mut reused = visit(1);
    reused.payload["comment"] = json!("autre chose");
    pile.file(THERE, reused.name(), &reused.bytes(), refused("name-reused"));
    pile.file(HERE, "copie.json", &visit(1).bytes(), always("duplicate"));
    let conflict =
        |draft: &Draft| draft.name().replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
    pile.file(HERE, conflict(&visit(1)), &visit(1).bytes(), always("duplicate"));
    pile.file(HERE, conflict(&visit(986)), &visit(986).bytes(), refused("conflict-copy"));
    let nobody = visit(987);
    pile.file("", nobody.name(), &nobody.bytes(), refused("outside-user-folder"));
}

/// Good files, between the others in every order.
pub fn good(pile: &mut Pile<'_>, count: u32) {
    for number in 2..2 + count {
        let author = if number % 3 == 0 { "amartin" } else { "jdupont" };
        let device = if number % 2 == 0 { DEVICE } else { OTHER_DEVICE };
        let draft = visit(number * 40).by(author, device);
        pile.file(&format!("{author}/{device}"), draft.name(), &draft.bytes(), integrated());
    }
}
