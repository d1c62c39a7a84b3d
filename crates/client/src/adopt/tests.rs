//! Adoption with files of any content; opening is played.

use std::path::Path;

use cap_std::fs::Dir;
use exchange_schema::{Manifest, ManifestFile, Role, Sha256};
use tempfile::TempDir;

use std::ops::ControlFlow;

use super::{Adoption, Open, Received, Receiver, Shelf, adopt, expires_at, mend, take};
use crate::testing::at;

struct Scene {
    data: TempDir,
    bases: TempDir,
    shelf: Shelf,
    in_use: Option<Open<u64>>,
}

/// Opens what has its files: a base is its generation. One that begins with `bad` cannot be opened.
fn open(files: &Path, manifest: Manifest) -> Result<u64, String> {
    for file in &manifest.files {
        let bytes = std::fs::read(files.join(file.name.as_str())).map_err(|error| error.to_string())?;
        if bytes.starts_with(b"bad") || Sha256::of(&bytes) != file.sha256 {
            return Err(format!("{} is damaged", file.name));
        }
    }
    Ok(manifest.generation)
}

fn file(content: &str) -> ManifestFile {
    let sha256 = Sha256::of(content.as_bytes());
    let name = format!("visits-{}.sqlite", &sha256.to_string()[..16]);
    ManifestFile { name: name.parse().unwrap(), role: Role::Visits, size: content.len() as u64, sha256 }
}

fn manifest(generation: u64, contents: &[&str]) -> Manifest {
    Manifest {
        generation,
        built_at: at(0),
        expires_after_hours: 48,
        schema: snapshot::SCHEMA,
        through: generation * 10,
        files: contents.iter().map(|content| file(content)).collect(),
    }
}

impl Scene {
    fn new() -> Self {
        let (data, bases) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        std::fs::create_dir(bases.path().join("common")).unwrap();
        let shelf = Shelf::open(data.path(), "common").unwrap();
        Self { data, bases, shelf, in_use: None }
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.bases.path().join("common").join(name), bytes).unwrap();
    }

    fn publish(&self, generation: u64, contents: &[&str]) {
        for content in contents {
            self.put(file(content).name.as_str(), content.as_bytes());
        }
        self.put("manifest.json", &manifest(generation, contents).to_json().unwrap());
    }

    fn adopt(&mut self) -> Adoption {
        let bases: Dir = sync_folder::open_root(self.bases.path()).unwrap();
        adopt(&mut self.shelf, &bases, None, &mut self.in_use, &open)
    }

    fn receive(&self) -> Result<Received, Adoption> {
        let bases: Dir = sync_folder::open_root(self.bases.path()).unwrap();
        let in_use = self.in_use.as_ref().map(|open| &open.manifest);
        Receiver::new(&self.shelf, None, in_use).receive(&bases, None, &mut |_| ControlFlow::Continue(()))
    }

    fn take(&mut self, received: &Received) -> Adoption {
        take(&mut self.shelf, received, &mut self.in_use, &open)
    }

    fn mend(&mut self) -> Option<Adoption> {
        let bases: Dir = sync_folder::open_root(self.bases.path()).unwrap();
        mend(&mut self.shelf, &bases, None, &mut self.in_use, &open)
    }

    fn in_use(&self) -> Option<u64> {
        self.in_use.as_ref().map(|open| open.base)
    }

    /// As after a restart.
    fn restart(&mut self) -> usize {
        self.shelf = Shelf::open(self.data.path(), "common").unwrap();
        let (in_use, wrong) = self.shelf.load(&open);
        self.in_use = in_use;
        wrong.len()
    }

    fn kept(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.shelf.files_path()).unwrap();
        let mut names: Vec<String> = names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn copy_of(&self, content: &str) -> std::path::PathBuf {
        self.shelf.files_path().join(file(content).name.as_str())
    }
}

fn names(contents: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = contents.iter().map(|content| file(content).name.to_string()).collect();
    names.sort();
    names
}

fn adopted(generation: u64, copied: usize) -> Adoption {
    Adoption::Adopted { generation, copied, left_over: None }
}

#[test]
fn only_what_is_new_is_copied_and_the_one_before_is_kept() {
    let mut scene = Scene::new();
    assert_eq!(scene.adopt(), Adoption::NotPublished);
    scene.publish(1, &["a", "b"]);
    assert_eq!(scene.adopt(), adopted(1, 2));
    assert_eq!(scene.adopt(), Adoption::Unchanged);
    scene.publish(2, &["b", "c"]);
    assert_eq!(scene.adopt(), adopted(2, 1));
    assert_eq!(scene.kept(), names(&["a", "b", "c"]));
    scene.publish(3, &["c", "d"]);
    assert_eq!(scene.adopt(), adopted(3, 1));
    assert_eq!(scene.kept(), names(&["b", "c", "d"]), "what neither names is gone");
    assert_eq!((scene.restart(), scene.in_use()), (0, Some(3)));
}

#[test]
fn a_late_manifest_is_passed_over() {
    let mut scene = Scene::new();
    scene.publish(5, &["a"]);
    scene.adopt();
    scene.publish(4, &["b"]);
    assert_eq!(scene.adopt(), Adoption::Late { published: 4, adopted: 5 });
    assert_eq!((scene.restart(), scene.in_use()), (0, Some(5)));
    assert_eq!(scene.adopt(), Adoption::Late { published: 4, adopted: 5 }, "after a restart too");
}

#[test]
fn a_half_copied_manifest_changes_nothing() {
    let mut scene = Scene::new();
    scene.publish(1, &["a"]);
    scene.adopt();
    let whole = manifest(2, &["a"]).to_json().unwrap();
    for len in 0..whole.len() - 1 {
        scene.put("manifest.json", &whole[..len]);
        assert!(matches!(scene.adopt(), Adoption::BadManifest { .. }), "{len} bytes");
        assert_eq!(scene.in_use(), Some(1));
    }
    scene.put("manifest.json", &whole);
    assert_eq!(scene.adopt(), adopted(2, 0));
}

#[test]
fn another_schema_is_told_and_nothing_is_copied() {
    let mut scene = Scene::new();
    scene.publish(1, &["a"]);
    scene.adopt();
    let known = snapshot::SCHEMA;
    let later = Manifest { schema: known + 1, ..manifest(2, &["b"]) };
    scene.put(file("b").name.as_str(), b"b");
    scene.put("manifest.json", &later.to_json().unwrap());
    assert_eq!(scene.adopt(), Adoption::OtherSchema { found: known + 1, known });
    assert_eq!((scene.in_use(), scene.kept()), (Some(1), names(&["a"])));
}

#[test]
fn nothing_is_taken_whose_size_and_hash_disagree() {
    let mut scene = Scene::new();
    scene.publish(1, &["first"]);
    scene.adopt();
    scene.publish(2, &["first", "second"]);
    let name = file("second").name.to_string();
    for (bytes, there) in
        [(Some("seco"), true), (Some("second, and more"), true), (Some("SECOND"), true), (None, false)]
    {
        match bytes {
            Some(bytes) => scene.put(&name, bytes.as_bytes()),
            None => std::fs::remove_file(scene.bases.path().join("common").join(&name)).unwrap(),
        }
        assert_eq!(scene.adopt(), Adoption::FileMissing { name: name.clone(), there }, "{bytes:?}");
        assert_eq!(scene.in_use(), Some(1));
        assert!(!scene.copy_of("second").exists(), "{bytes:?}");
    }
    scene.put(&name, b"second");
    assert_eq!(scene.adopt(), adopted(2, 1));
    assert_eq!(scene.kept(), names(&["first", "second"]), "no torn copy is left");
}

#[test]
fn a_base_that_cannot_be_opened_leaves_the_old_one() {
    let mut scene = Scene::new();
    scene.publish(1, &["a"]);
    scene.adopt();
    scene.publish(2, &["bad"]);
    assert!(matches!(scene.adopt(), Adoption::CannotOpen { .. }));
    assert_eq!(scene.in_use(), Some(1));
    assert_eq!((scene.restart(), scene.in_use()), (0, Some(1)));
}

#[test]
fn a_base_that_no_copying_mends_is_looked_into_once_and_given_up() {
    let mut scene = Scene::new();
    scene.publish(1, &["a"]);
    scene.adopt();
    scene.publish(2, &["a", "bad"]);
    let first = scene.receive().unwrap();
    assert_eq!((first.copied, first.looked_into), (1, false));
    assert!(matches!(scene.take(&first), Adoption::CannotOpen { .. }));
    assert!(!scene.shelf.is_distrusted() && scene.mend().is_none(), "the base in use is whole");
    let second = scene.receive().unwrap();
    assert_eq!((second.copied, second.looked_into), (0, true));
    assert!(matches!(scene.take(&second), Adoption::CannotOpen { .. }));
    // Were a copy looked into or made again, this one would come back.
    std::fs::remove_file(scene.copy_of("bad")).unwrap();
    for _ in 0..3 {
        assert!(matches!(scene.receive(), Err(Adoption::CannotOpen { .. })));
        assert!(matches!(scene.adopt(), Adoption::CannotOpen { .. }));
        assert!(!scene.shelf.is_distrusted() && !scene.copy_of("bad").exists());
    }
    assert_eq!(scene.in_use(), Some(1));
    scene.publish(3, &["b"]);
    let next = scene.receive().unwrap();
    assert_eq!((scene.take(&next), scene.in_use()), (adopted(3, 1), Some(3)));
}

#[test]
fn a_round_looks_once_into_a_base_that_cannot_be_opened() {
    let mut scene = Scene::new();
    scene.publish(1, &["a"]);
    scene.adopt();
    scene.publish(2, &["bad"]);
    for _ in 0..2 {
        assert!(matches!(scene.adopt(), Adoption::CannotOpen { .. }));
        assert!(!scene.shelf.is_distrusted(), "the base in use has no part in it");
    }
    std::fs::remove_file(scene.copy_of("bad")).unwrap();
    for _ in 0..3 {
        assert!(matches!(scene.adopt(), Adoption::CannotOpen { .. }));
        assert!(!scene.copy_of("bad").exists());
    }
    assert_eq!(scene.in_use(), Some(1));
}

#[test]
fn a_received_copy_that_the_disk_lost_is_found_and_made_again() {
    let mut scene = Scene::new();
    scene.publish(1, &["a"]);
    scene.adopt();
    scene.publish(2, &["b"]);
    let first = scene.receive().unwrap();
    std::fs::write(scene.copy_of("b"), b"x").unwrap();
    assert!(matches!(scene.take(&first), Adoption::CannotOpen { .. }));
    let second = scene.receive().unwrap();
    assert_eq!((second.copied, second.looked_into), (1, false));
    assert_eq!((scene.take(&second), scene.in_use()), (adopted(2, 1), Some(2)));
}

#[test]
fn a_damaged_copy_is_answered_by_the_base_before_and_mended() {
    let mut scene = Scene::new();
    scene.publish(1, &["a"]);
    scene.adopt();
    scene.publish(2, &["b"]);
    scene.adopt();
    // Of the same size: only its content tells.
    std::fs::write(scene.copy_of("b"), b"x").unwrap();
    assert_eq!((scene.restart(), scene.in_use()), (1, Some(1)));
    assert_eq!(scene.adopt(), adopted(2, 1), "what lies there is looked into, and copied again");
    assert_eq!((scene.restart(), scene.in_use()), (0, Some(2)));
    // Nothing at all can be opened.
    std::fs::write(scene.copy_of("a"), b"x").unwrap();
    std::fs::write(scene.copy_of("b"), b"x").unwrap();
    assert_eq!((scene.restart(), scene.in_use()), (2, None));
    assert_eq!(scene.adopt(), adopted(2, 1));
}

#[test]
fn a_base_expires() {
    let manifest = manifest(1, &[]);
    assert_eq!(expires_at(&manifest), manifest.built_at + chrono::Duration::hours(48));
    let never = Manifest { expires_after_hours: u32::MAX, ..manifest };
    assert!(expires_at(&never) > at(0));
}
