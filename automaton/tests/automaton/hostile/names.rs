//! Names of files and folders that mean something elsewhere.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use super::pile::{Pile, always, refused};
use super::special::visit;

const HERE: &str = "jdupont/7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";

/// Names that the folder sync and the systems use for themselves.
const LEFT_ALONE: [&str; 12] = [
    "..json",
    "...",
    "..evil.json",
    "..%2f..%2fevil.json",
    "~x",
    "x.json.tmp",
    "x.PART",
    "x.json.!sync",
    ".syncthing.x.json.tmp",
    "~syncthing~x.json.tmp",
    "desktop.ini",
    "Thumbs.db",
];

/// Names that are a device, a path, an option, a command, a mask, a header somewhere.
const ODD: [&str; 24] = [
    "CON.json",
    "con",
    "aux",
    "AUX.json",
    "NUL",
    "nul.json",
    "COM1.txt",
    "LPT9.json",
    "evil.json.",
    "evil.json ",
    " evil.json",
    "x%2f..%2fevil.json",
    "%2e%2e",
    "-rf",
    "--config",
    "$(touch pwned).json",
    "`id`.json",
    "a;b|c&d.json",
    "*?.json",
    "'; DROP TABLE client; --.json",
    "\u{202e}nosj.exe",
    "\u{200b}.json",
    "é\u{301}.json",
    "x.json.reason.json",
];

pub fn put(pile: &mut Pile<'_>) {
    for name in LEFT_ALONE {
        pile.file(HERE, name, b"{}", always("ignored"));
    }
    for (number, name) in ODD.into_iter().enumerate() {
        // Not all alike: a copy of a registered content would be none of our business.
        pile.file(HERE, name, format!("{{\"n\":{number}}}").as_bytes(), refused("bad-name"));
    }
    escaped(pile);
    nearly(pile);
    folders(pile);
}

/// Names that are no plain text are escaped wherever they are told.
fn escaped(pile: &mut Pile<'_>) {
    let names: [(&[u8], &str); 5] = [
        (b"caf\xe9.json", "caf\\xE9.json"),
        (b"\xff\xfe\x00x"[..2].as_ref(), "\\xFF\\xFE"),
        (b"a\r\nBcc: x.json", "a\\u{D}\\u{A}Bcc: x.json"),
        (b"..\\..\\evil.json", "..\\\\..\\\\evil.json"),
        (b"\x1b[31m.json", "\\u{1B}[31m.json"),
    ];
    for (number, (name, shown)) in names.into_iter().enumerate() {
        let left_alone = name.starts_with(b".");
        let expected = if left_alone { always("ignored") } else { refused("bad-name") };
        let path = pile.expect_shown(HERE, OsStr::from_bytes(name), shown, expected);
        std::fs::write(path, format!("{{\"e\":{number}}}")).expect("written");
    }
}

/// Nearly the name of an exchange file, as long as the system allows, with its content.
fn nearly(pile: &mut Pile<'_>) {
    let name = visit(1_000).name();
    let content = String::from_utf8(visit(1_000).bytes()).expect("UTF-8");
    for (number, odd) in [
        format!("{name}."),
        format!("{name} "),
        format!("{name}.json"),
        name.replace(".json", ".JSON"),
        name.replace("VC", "vc"),
        name.replace("VC_", "ZZ_"),
        name.replace("20261121T", "20261321T"),
        name.replace("jdupont", "JDupont"),
        name.replace("-7a52-", "-4a52-"),
        name.replace("019ab3c4", "019AB3C4"),
        format!("{name}\u{202e}"),
        format!("{}.json", "n".repeat(250)),
        "é".repeat(127) + "x",
        "👍".repeat(63) + "xyz",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(odd.len() <= 255);
        pile.file(HERE, odd, format!("{content}{}", " ".repeat(number)).as_bytes(), refused("bad-name"));
    }
}

fn folders(pile: &mut Pile<'_>) {
    for (number, folder) in
        ["CON", "aux.", "Jean Dupont", "a%2f..", "$(id)", "' OR 1=1 --", "é"].into_iter().enumerate()
    {
        pile.file(
            folder,
            format!("lost-{number}.json"),
            format!("{{\"f\":{number}}}").as_bytes(),
            refused("bad-name"),
        );
    }
    // With the name of a real user's file, in a folder that is nobody's.
    pile.file("JDUPONT", visit(1_010).name(), &visit(1_010).bytes(), refused("author-mismatch"));
    pile.file("jdupont ", visit(1_011).name(), &visit(1_011).bytes(), refused("author-mismatch"));
    // Devices may be called anything: the user's folder is the identity.
    for (number, device) in [
        (1_020, "CON"),
        (1_021, "' OR 1=1 --"),
        (1_022, "\u{202e}"),
        (1_023, ".hidden"),
        (1_024, &"d".repeat(255)),
    ] {
        let expected = if device.starts_with('.') { None } else { Some(super::pile::integrated()) };
        match expected {
            Some(expected) => pile.file(
                &format!("jdupont/{device}"),
                visit(number).name(),
                &visit(number).bytes(),
                expected,
            ),
            // A hidden folder is told of itself, and nothing in it.
            None => {
                let path = pile.expect("jdupont", device, always("ignored"));
                std::fs::create_dir(&path).expect("made");
                std::fs::write(path.join(visit(number).name()), visit(number).bytes()).expect("written");
            }
        }
    }
    for (number, name) in ["CON.json", "perdu.json", "x"].into_iter().enumerate() {
        let top = format!("top-{name}");
        pile.file("", &top, format!("{{\"t\":{number}}}").as_bytes(), refused("outside-user-folder"));
    }
    pile.file("", "nul", b"{\"t\":9}", refused("outside-user-folder"));
    let long = "u".repeat(255);
    pile.file(&format!("{long}/{long}"), "x".repeat(255), b"{\"t\":10}", refused("bad-name"));
}
