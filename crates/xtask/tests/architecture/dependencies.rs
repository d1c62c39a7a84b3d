//! Which crate may know which.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::root;

/// Every crate of the workspace with what it depends on directly, for whatever purpose (tests and build too).
type Graph = BTreeMap<String, BTreeSet<String>>;

/// Where the desktop's shell lies: the only crate that names tauri.
const SHELL: &str = "client-ui/src-tauri";

fn workspace() -> (Graph, BTreeSet<String>) {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    let mut graph = Graph::new();
    let mut shells = BTreeSet::new();
    for package in &metadata.packages {
        let name = package.name.to_string();
        if package.manifest_path.as_str().replace('\\', "/").contains(SHELL) {
            shells.insert(name.clone());
        }
        graph.insert(name, package.dependencies.iter().map(|it| it.name.clone()).collect());
    }
    (graph, shells)
}

/// What a crate depends on, through other crates of the workspace too.
fn reach(graph: &Graph, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut todo = vec![from.to_owned()];
    while let Some(name) = todo.pop() {
        for next in graph.get(&name).into_iter().flatten() {
            if reached.insert(next.clone()) {
                todo.push(next.clone());
            }
        }
    }
    reached
}

fn is_tauri(name: &str) -> bool {
    name == "tauri" || name.starts_with("tauri-")
}

/// The rules of design §3. Crates that do not exist yet break none.
fn broken_rules(graph: &Graph, shells: &BTreeSet<String>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut refuse = |from: &str, to: &str, why: &str| broken.push(format!("{from} → {to}: {why}"));
    for (name, dependencies) in graph {
        let own = dependencies.iter().filter(|it| graph.contains_key(*it));
        for to in own {
            match name.as_str() {
                "domain" => refuse(name, to, "domain imports no crate of the workspace"),
                "exchange-schema" if to != "domain" => {
                    refuse(name, to, "exchange-schema imports at most domain");
                }
                "tds-testserver" => refuse(name, to, "the test server knows nothing of what it is to test"),
                "window-driver" => refuse(name, to, "it drives any window, and knows nothing of ours"),
                _ if to == "automaton" => refuse(name, to, "automaton composes, nothing imports it"),
                _ if to == "xtask" => refuse(name, to, "nothing imports the developer's commands"),
                _ => {}
            }
        }
        for to in dependencies.iter().filter(|it| is_tauri(it) && !shells.contains(name)) {
            refuse(name, to, "only the desktop's shell names tauri");
        }
    }
    let apart = ["winpneu", "snapshot", "sync-folder"];
    for (from, to) in apart.iter().flat_map(|from| apart.map(|to| (*from, to))) {
        if from != to && reach(graph, from).contains(to) {
            refuse(from, to, "the three adapters never import each other");
        }
    }
    for to in reach(graph, "client").iter().filter(|to| *to == "winpneu" || is_tauri(to)) {
        refuse("client", to, "the desktop's use cases know neither the ERP nor the window");
    }
    broken
}

#[test]
fn the_crates_keep_to_their_rules() {
    let (graph, shells) = workspace();
    assert!(graph.contains_key("domain") && graph.contains_key("automaton"), "{graph:?}");
    let broken = broken_rules(&graph, &shells);
    assert!(broken.is_empty(), "{broken:#?}");
}

/// A server that runs whatever it receives, and hands that press keys in a window, belong to tests and to the developer's commands.
const FOR_TESTS: [&str; 2] = ["tds-testserver", "window-driver"];

#[test]
fn nothing_that_is_made_for_tests_is_shipped() {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    let ships = |package: &&cargo_metadata::Package| {
        let dependencies = package.dependencies.iter().filter(|it| it.kind == DependencyKind::Normal);
        dependencies.map(|it| it.name.as_str()).any(|name| FOR_TESTS.contains(&name))
    };
    let shipping: Vec<&str> = metadata.packages.iter().filter(ships).map(|it| it.name.as_str()).collect();
    assert!(shipping.iter().all(|name| *name == "xtask"), "{shipping:?}");
    let there: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    assert!(FOR_TESTS.iter().all(|name| there.contains(name)), "{there:?}");
}

#[test]
fn a_broken_rule_is_seen() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in edges {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            if *to != "tauri" {
                graph.entry((*to).to_owned()).or_default();
            }
        }
        graph
    };
    let shells = BTreeSet::from(["client-ui".to_owned()]);
    for wrong in [
        &[("domain", "exchange-schema")][..],
        &[("exchange-schema", "winpneu")],
        &[("sync-folder", "winpneu")],
        &[("snapshot", "between"), ("between", "winpneu")],
        &[("client", "snapshot"), ("snapshot", "deep"), ("deep", "winpneu")],
        &[("client", "tauri")],
        &[("automaton", "tauri")],
        &[("xtask", "automaton")],
        &[("automaton", "xtask")],
        &[("tds-testserver", "winpneu")],
        &[("window-driver", "client")],
    ] {
        assert!(!broken_rules(&graph(wrong), &shells).is_empty(), "{wrong:?}");
    }
    let right = [
        ("automaton", "winpneu"),
        ("automaton", "sync-folder"),
        ("exchange-schema", "domain"),
        ("client", "snapshot"),
        ("client-ui", "tauri"),
        ("client-ui", "client"),
    ];
    assert_eq!(broken_rules(&graph(&right), &shells), Vec::<String>::new());
}
