//! What a new version of the form may change. Answers of years point at nodes by id, so that an id means one
//! thing for ever (design §6: "never deleted, node ids never reused").

use std::collections::BTreeMap;

use super::{Choice, FormNode, Meaning, NodeId, VisitForm};

/// Why a form cannot follow the earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormHistoryError {
    /// Its version is not the highest.
    #[error("version {version} of the visit form does not follow version {latest}; use a higher version")]
    VersionNotGreater {
        /// The new form's.
        version: u32,
        /// The highest so far.
        latest: u32,
    },
    /// An id that was given up.
    #[error(
        "the id {id} belonged to version {version} and was removed since; choose an id never used before"
    )]
    IdReused {
        /// The id.
        id: NodeId,
        /// The last version that had it.
        version: u32,
    },
    /// A section became a node, a node a section, or a radio button a checkbox.
    #[error("{0} changes its kind of button; keep it, or give the new node another id")]
    ChoiceChanged(NodeId),
    /// It moved under another node or section.
    #[error("{0} moves to another place in the tree; keep its parent, or give the new node another id")]
    ParentChanged(NodeId),
    /// It would count as something else, or as nothing any more.
    #[error("{0} changes its meaning; keep it, or give the new node another id")]
    MeaningChanged(NodeId),
}

/// What an id stands for. A section has neither parent, nor button, nor meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place<'form> {
    parent: Option<&'form NodeId>,
    choice: Option<Choice>,
    meaning: Option<&'form Meaning>,
}

impl VisitForm {
    /// Checks that this form may follow the `earlier` ones, given in any order: its version is the highest, no id
    /// comes back that the latest no longer has, and an id that it keeps keeps its button, its parent and its
    /// meaning. Labels and the order may change, and a node without a meaning may get one: it then counts for the
    /// answers of earlier versions too ([`VisitForm::with_meanings_of`]).
    pub fn check_successor(&self, earlier: &[VisitForm]) -> Result<(), FormHistoryError> {
        let Some(latest) = earlier.iter().max_by_key(|form| form.version) else {
            return Ok(());
        };
        if self.version <= latest.version {
            return Err(FormHistoryError::VersionNotGreater {
                version: self.version,
                latest: latest.version,
            });
        }
        let kept = latest.places();
        let mut last_seen: BTreeMap<&NodeId, u32> = BTreeMap::new();
        for form in earlier {
            for id in form.places().into_keys() {
                let version = last_seen.entry(id).or_insert(form.version);
                *version = form.version.max(*version);
            }
        }
        for (id, place) in self.places() {
            match (kept.get(id), last_seen.get(id)) {
                (Some(before), _) => check_place(id, *before, place)?,
                (None, Some(version)) => {
                    return Err(FormHistoryError::IdReused { id: id.clone(), version: *version });
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// This version, with the meanings that other versions gave to nodes for which it has none: an id means one
    /// thing for ever, also where it was said later. Of several versions the latest is heard. Give all versions, in
    /// any order.
    pub fn with_meanings_of<'form>(&self, versions: impl IntoIterator<Item = &'form VisitForm>) -> VisitForm {
        let mut versions: Vec<&VisitForm> = versions.into_iter().collect();
        versions.sort_by_key(|form| form.version);
        let nodes = versions.into_iter().flat_map(VisitForm::nodes);
        let known: BTreeMap<&NodeId, &Meaning> =
            nodes.filter_map(|placed| Some((&placed.node.id, placed.node.meaning.as_ref()?))).collect();
        let mut form = self.clone();
        for section in &mut form.sections {
            fill_meanings(&mut section.nodes, &known);
        }
        form
    }

    fn places(&self) -> BTreeMap<&NodeId, Place<'_>> {
        let section = Place { parent: None, choice: None, meaning: None };
        let sections = self.sections.iter().map(|s| (&s.id, section));
        let nodes = self.nodes().into_iter().map(|placed| {
            let node = placed.node;
            let place = Place {
                parent: Some(placed.parent),
                choice: Some(node.choice),
                meaning: node.meaning.as_ref(),
            };
            (&node.id, place)
        });
        sections.chain(nodes).collect()
    }
}

fn fill_meanings(nodes: &mut [FormNode], known: &BTreeMap<&NodeId, &Meaning>) {
    for node in nodes {
        if node.meaning.is_none() {
            node.meaning = known.get(&node.id).map(|meaning| (*meaning).clone());
        }
        fill_meanings(&mut node.children, known);
    }
}

fn check_place(id: &NodeId, before: Place<'_>, now: Place<'_>) -> Result<(), FormHistoryError> {
    if before.choice != now.choice {
        Err(FormHistoryError::ChoiceChanged(id.clone()))
    } else if before.parent != now.parent {
        Err(FormHistoryError::ParentChanged(id.clone()))
    } else if before.meaning.is_some() && before.meaning != now.meaning {
        Err(FormHistoryError::MeaningChanged(id.clone()))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn form(version: u32, nodes: Value) -> VisitForm {
        let section = json!({ "id": "s", "label": "x", "nodes": nodes });
        serde_json::from_value(json!({ "version": version, "sections": [section] })).unwrap()
    }

    fn node(id: &str) -> Value {
        json!({ "id": id, "label": "x", "choice": "checkbox" })
    }

    fn id(text: &str) -> NodeId {
        text.parse().unwrap()
    }

    fn meaning(id: &str, meaning: &str) -> Value {
        json!({ "id": id, "label": "x", "choice": "checkbox", "meaning": meaning })
    }

    #[test]
    fn what_may_follow() {
        let first = form(1, json!([node("a"), node("b")]));
        assert_eq!(first.check_successor(&[]), Ok(()));
        for nodes in [
            json!([node("b"), node("a"), node("c")]),
            json!([node("a")]),
            json!([{ "id": "a", "label": "corrected", "choice": "checkbox" }]),
            // Nobody had said what it counts as.
            json!([meaning("a", "contact/visite"), node("b")]),
        ] {
            assert_eq!(form(2, nodes).check_successor(std::slice::from_ref(&first)), Ok(()));
        }
    }

    #[test]
    fn what_may_not() {
        let first = form(1, json!([node("a"), node("b"), node("d")]));
        let second = form(3, json!([node("a"), meaning("d", "quote/d")]));
        // The latest is the highest version, wherever it stands.
        let earlier = [second, first];
        for (version, nodes, expected) in [
            (3, json!([node("a")]), FormHistoryError::VersionNotGreater { version: 3, latest: 3 }),
            (4, json!([node("a"), node("b")]), FormHistoryError::IdReused { id: id("b"), version: 1 }),
            (
                4,
                json!([{ "id": "a", "label": "x", "choice": "radio" }]),
                FormHistoryError::ChoiceChanged(id("a")),
            ),
            (
                4,
                json!([{ "id": "c", "label": "x", "choice": "radio", "children": [node("a")] }]),
                FormHistoryError::ParentChanged(id("a")),
            ),
            (4, json!([node("d")]), FormHistoryError::MeaningChanged(id("d"))),
            (4, json!([meaning("d", "quote/e")]), FormHistoryError::MeaningChanged(id("d"))),
        ] {
            assert_eq!(form(version, nodes).check_successor(&earlier), Err(expected));
        }
    }

    #[test]
    fn a_meaning_counts_for_every_version() {
        let parent =
            json!({ "id": "p", "label": "x", "choice": "checkbox", "children": [node("a"), node("x")] });
        let first = form(1, json!([parent, meaning("b", "quote/b"), node("c")]));
        let second = form(2, json!([meaning("a", "quote/two"), meaning("b", "quote/z"), node("c")]));
        let third = form(3, json!([meaning("a", "contact/visite"), node("c"), meaning("d", "quote/d")]));
        let picked = ["a", "b", "c", "d", "x"];
        let quotes = |form: &VisitForm| form.meaning(picked).quotes.into_iter().collect::<Vec<_>>();
        for versions in [[&first, &second, &third], [&third, &second, &first]] {
            let known = first.with_meanings_of(versions);
            // What it said itself stays; of what others said, the latest; a node that it does not have says nothing.
            assert_eq!(known.meaning(picked).contact.as_deref(), Some("visite"));
            assert_eq!(quotes(&known), ["b"]);
            assert_eq!((known.version(), known.nodes().len()), (1, 5));
        }
        assert_eq!(first.meaning(picked).contact, None);
        assert_eq!(quotes(&second.with_meanings_of([&third])), ["two", "z"]);
    }

    #[test]
    fn a_section_stays_a_section() {
        let earlier = form(1, json!([node("a")]));
        let sections = json!([{ "id": "a", "label": "x", "nodes": [node("c")] }]);
        let later: VisitForm = serde_json::from_value(json!({ "version": 2, "sections": sections })).unwrap();
        assert_eq!(later.check_successor(&[earlier]), Err(FormHistoryError::ChoiceChanged(id("a"))));
    }
}
