//! Publishing the offline bases: whole or not at all, and what is there already stays untouched.

use std::fs;
use std::io::{self, Read};

use exchange_schema::{BaseFileName, ManifestFile, Role, Sha256};
use sync_folder::{
    FolderError, Published, publish_file, publish_manifest, published_files, remove_published,
};

use crate::support::{Place, files, jdupont, tree};

/// What a manifest says of a file with this content.
pub fn entry(stem: &str, content: &[u8]) -> ManifestFile {
    let sha256 = Sha256::of(content);
    let name = format!("{stem}-{}.sqlite", &sha256.to_string()[..16]).parse().unwrap();
    ManifestFile { name, role: Role::Visits, size: content.len() as u64, sha256 }
}

fn name(text: &str) -> BaseFileName {
    text.parse().unwrap()
}

/// More than is in memory at once, and no whole number of pieces.
fn large() -> Vec<u8> {
    (0..200_001_u32).map(|n| (n % 251) as u8).collect()
}

#[test]
fn a_file_is_written_once() {
    for content in [b"".as_slice(), b"1", b"rows", &large()] {
        let place = Place::new();
        let root = place.dir();
        let entry = entry("visits-2026-11", content);
        let publish = || publish_file(&root, None, &entry, &mut &*content).unwrap();
        assert_eq!(publish(), Published::Written);
        let path = place.root().join("common").join(entry.name.as_str());
        assert_eq!(fs::read(&path).unwrap(), content);
        let before = tree(&place.root());
        assert_eq!(publish(), Published::AlreadyThere);
        assert_eq!(tree(&place.root()), before, "untouched");
    }
}

#[test]
fn everybodys_files_and_a_users_lie_apart() {
    let place = Place::new();
    let root = place.dir();
    let entry = entry("prospects", b"rows");
    publish_file(&root, Some(&jdupont()), &entry, &mut b"rows".as_slice()).unwrap();
    publish_manifest(&root, Some(&jdupont()), b"{}").unwrap();
    publish_manifest(&root, None, b"{ }").unwrap();
    assert_eq!(
        files(&place.root()),
        ["common/manifest.json", "users/jdupont/manifest.json", &format!("users/jdupont/{}", entry.name)]
    );
    assert_eq!(published_files(&root, Some(&jdupont())).unwrap(), [entry.name]);
    assert_eq!(published_files(&root, None).unwrap(), []);
}

#[test]
fn wrong_content_under_the_name_is_replaced() {
    for wrong in [b"".as_slice(), b"torn", b"rowz", b"rows and more"] {
        let place = Place::new();
        let root = place.dir();
        let entry = entry("lists", b"rows");
        let path = place.put(&format!("common/{}", entry.name), wrong);
        place.put(&format!("common/.{}.part", entry.name), "torn");
        assert_eq!(publish_file(&root, None, &entry, &mut b"rows".as_slice()).unwrap(), Published::Written);
        assert_eq!(fs::read(path).unwrap(), b"rows", "{wrong:?}");
        assert_eq!(files(&place.root()).len(), 1);
    }
}

#[test]
fn a_source_that_is_not_what_was_announced_is_refused() {
    let content = large();
    let mut changed = content.clone();
    changed[150_000] ^= 1;
    let longer = [content.as_slice(), b"!"].concat();
    for source in [&content[..content.len() - 1], &changed, &longer, b""] {
        for there in [None, Some("what lay there")] {
            let place = Place::new();
            let root = place.dir();
            let entry = entry("visits-undated", &content);
            let path = format!("common/{}", entry.name);
            there.map(|there| place.put(&path, there));
            let error = publish_file(&root, None, &entry, &mut &*source).unwrap_err();
            assert!(
                matches!(&error, FolderError::WrongContent { name } if *name == entry.name.as_str()),
                "{error}"
            );
            assert!(!error.is_transient());
            let found = there.map(|_| path.as_str());
            assert_eq!(files(&place.root()), Vec::from_iter(found));
        }
    }
}

#[test]
fn a_source_that_cannot_be_read_leaves_nothing() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("bad sector"))
        }
    }
    let place = Place::new();
    let mut source = b"ro".chain(Broken);
    let error = publish_file(&place.dir(), None, &entry("lists", b"rows"), &mut source).unwrap_err();
    assert!(error.to_string().contains("bad sector") && error.is_transient(), "{error}");
    assert_eq!(files(&place.root()), [""; 0]);
}

#[test]
fn only_what_we_could_have_named_is_listed_or_removed() {
    let place = Place::new();
    let root = place.dir();
    let digits = "0123456789abcdef";
    let ours = ["customers", "lists", "prospects", "user", "visits-2026-11", "visits-undated"]
        .map(|stem| format!("{stem}-{digits}.sqlite"));
    let others = [
        "manifest.json".to_owned(),
        "receipts.json".to_owned(),
        "desktop.ini".to_owned(),
        format!(".customers-{digits}.sqlite.part"),
        format!("customers-{digits}.sqlite.tmp"),
        format!("customers-{digits}.sync-conflict-20261121-1200-abc.sqlite"),
        format!("Customers-{digits}.sqlite"),
        format!("changes-{digits}.sqlite"),
        format!("customers-{}.sqlite", digits.to_uppercase()),
        format!("customers-{digits}0.sqlite"),
        format!("{digits}.sqlite"),
        "customers.sqlite".to_owned(),
    ];
    for name in ours.iter().chain(&others) {
        place.put(&format!("common/{name}"), "x");
    }
    fs::create_dir(place.root().join(format!("common/visits-2026-12-{digits}.sqlite"))).unwrap();
    let found: Vec<String> = published_files(&root, None).unwrap().into_iter().map(String::from).collect();
    assert_eq!(found, ours);

    for other in others.iter().filter_map(|name| name.parse().ok()) {
        let error = remove_published(&root, None, &other).unwrap_err();
        assert!(matches!(error, FolderError::UnsafeName { .. }), "{other}: {error}");
    }
    for _ in 0..2 {
        ours.iter().for_each(|ours| remove_published(&root, None, &name(ours)).unwrap());
    }
    remove_published(&root, Some(&jdupont()), &name(&ours[0])).unwrap();
    assert_eq!(published_files(&root, None).unwrap(), []);
    assert_eq!(files(&place.root()).len(), others.len());
    publish_manifest(&root, None, b"{}").unwrap();
    assert_eq!(files(&place.root()).len(), others.len() - 1, "what a killed publication left is gone");
}

#[cfg(unix)]
#[test]
fn links_are_never_followed() {
    use std::os::unix::fs::symlink;

    let place = Place::new();
    let root = place.dir();
    // What the link leads to is exactly what should lie there.
    let entry = entry("lists", b"secret");
    let path = place.put("common/x", "").with_file_name(entry.name.as_str());
    symlink(place.outside().join("secret.json"), &path).unwrap();
    symlink(place.outside(), place.root().join("users")).unwrap();
    let before = place.outside_tree();

    assert_eq!(published_files(&root, None).unwrap(), []);
    assert_eq!(publish_file(&root, None, &entry, &mut b"secret".as_slice()).unwrap(), Published::Written);
    assert!(fs::symlink_metadata(&path).unwrap().is_file());
    fs::remove_file(&path).unwrap();
    symlink(place.outside().join("secret.json"), &path).unwrap();
    remove_published(&root, None, &entry.name).unwrap();
    assert!(fs::symlink_metadata(&path).is_err());

    let error = publish_file(&root, Some(&jdupont()), &entry, &mut b"secret".as_slice()).unwrap_err();
    assert!(matches!(error, FolderError::NotAFolder { .. }), "{error}");
    assert_eq!(published_files(&root, Some(&jdupont())).unwrap(), []);
    remove_published(&root, Some(&jdupont()), &entry.name).unwrap();
    assert_eq!(place.outside_tree(), before);
}
