//! What the pop-up « visite ce jour » asks beside the free text: a tree that the administrator sets and that
//! keeps its earlier versions, because a laptop answers the version that it has and statistics reach back for
//! years. Absent on purpose: storing the versions (`crm_formulaire`) and drawing the tree.

mod answers;
mod default_form;
mod history;
mod node;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use self::answers::{AnswerError, Answers, VisitMeaning};
pub use self::history::FormHistoryError;
pub use self::node::{Choice, FormLabel, FormNode, FormSection, Meaning, MeaningError, NodeId, NodeIdError};

/// « champs du bouton visite ce jour » : one version of the tree. A value of this type has a version of at least
/// 1, no id twice, at most [`VisitForm::MAX_DEPTH`] levels and at most [`VisitForm::MAX_NODES`] nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(try_from = "UncheckedForm")]
pub struct VisitForm {
    version: u32,
    sections: Vec<FormSection>,
}

/// The form as JSON writes it, before its tree was looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedForm {
    version: u32,
    sections: Vec<FormSection>,
}

/// Why a tree is no visit form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VisitFormError {
    /// Versions count from 1.
    #[error("the form's version is 0; versions begin with 1")]
    Version,
    /// An id used by two sections or nodes.
    #[error("the id {0} is given twice; every section and node needs its own")]
    DoubledId(NodeId),
    /// A section that asks nothing.
    #[error("the section {0} has no node; add one or remove the section")]
    EmptySection(NodeId),
    /// Too many levels for a screen.
    #[error("the node {0} lies deeper than {max} levels; flatten the tree", max = VisitForm::MAX_DEPTH)]
    TooDeep(NodeId),
    /// Too many nodes for a pop-up.
    #[error("the form has {0} nodes and at most {max} are accepted; remove some", max = VisitForm::MAX_NODES)]
    TooManyNodes(usize),
}

impl VisitForm {
    /// The most levels of nodes under a section.
    pub const MAX_DEPTH: usize = 5;
    /// The most nodes, sections not counted.
    pub const MAX_NODES: usize = 200;

    /// Checks a tree.
    pub fn new(version: u32, sections: Vec<FormSection>) -> Result<VisitForm, VisitFormError> {
        if version == 0 {
            return Err(VisitFormError::Version);
        }
        let form = VisitForm { version, sections };
        form.check_tree()?;
        Ok(form)
    }

    /// The version, from 1.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The sections, in the order shown.
    pub fn sections(&self) -> &[FormSection] {
        &self.sections
    }

    /// Every node in the order shown, a parent before its children.
    pub fn nodes(&self) -> Vec<PlacedNode<'_>> {
        let mut placed = Vec::new();
        for section in &self.sections {
            place(&section.nodes, &section.id, 1, &mut placed);
        }
        placed
    }

    /// The node of that id; a section is none.
    pub fn node(&self, id: &NodeId) -> Option<&FormNode> {
        self.nodes().into_iter().map(|placed| placed.node).find(|node| node.id == *id)
    }

    fn check_tree(&self) -> Result<(), VisitFormError> {
        if let Some(empty) = self.sections.iter().find(|section| section.nodes.is_empty()) {
            return Err(VisitFormError::EmptySection(empty.id.clone()));
        }
        let nodes = self.nodes();
        if nodes.len() > Self::MAX_NODES {
            return Err(VisitFormError::TooManyNodes(nodes.len()));
        }
        if let Some(deep) = nodes.iter().find(|placed| placed.depth > Self::MAX_DEPTH) {
            return Err(VisitFormError::TooDeep(deep.node.id.clone()));
        }
        let mut seen = BTreeSet::new();
        let sections = self.sections.iter().map(|section| &section.id);
        for id in sections.chain(nodes.iter().map(|placed| &placed.node.id)) {
            if !seen.insert(id) {
                return Err(VisitFormError::DoubledId(id.clone()));
            }
        }
        Ok(())
    }
}

impl TryFrom<UncheckedForm> for VisitForm {
    type Error = VisitFormError;

    fn try_from(form: UncheckedForm) -> Result<VisitForm, VisitFormError> {
        VisitForm::new(form.version, form.sections)
    }
}

/// « nœud à sa place » : a node with what lies above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedNode<'form> {
    /// The node.
    pub node: &'form FormNode,
    /// The node or section above it.
    pub parent: &'form NodeId,
    /// 1 for a section's own nodes.
    pub depth: usize,
}

fn place<'form>(
    nodes: &'form [FormNode],
    parent: &'form NodeId,
    depth: usize,
    placed: &mut Vec<PlacedNode<'form>>,
) {
    for node in nodes {
        placed.push(PlacedNode { node, parent, depth });
        place(&node.children, &node.id, depth + 1, placed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn node(id: &str, children: Value) -> Value {
        json!({ "id": id, "label": "x", "choice": "checkbox", "children": children })
    }

    fn form(sections: Value) -> Result<VisitForm, String> {
        serde_json::from_value(json!({ "version": 1, "sections": sections })).map_err(|e| e.to_string())
    }

    fn section(id: &str, nodes: Value) -> Value {
        json!({ "id": id, "label": "x", "nodes": nodes })
    }

    #[test]
    fn the_default_is_valid_and_round_trips() {
        let default = VisitForm::default_form();
        assert_eq!(default.check_tree(), Ok(()));
        let json = serde_json::to_value(&default).unwrap();
        assert_eq!(serde_json::from_value::<VisitForm>(json).unwrap(), default);
    }

    #[test]
    fn refuses_a_tree_that_cannot_be_shown() {
        let deep =
            |levels: usize| (0..levels).fold(json!([]), |inner, n| json!([node(&format!("n{n}"), inner)]));
        let many = |count: usize| (0..count).map(|n| node(&format!("n{n}"), json!([]))).collect::<Vec<_>>();
        assert!(form(json!([])).is_ok());
        assert!(form(json!([section("a", deep(5))])).is_ok());
        assert!(form(json!([section("a", json!(many(200)))])).is_ok());
        for (sections, expected) in [
            (json!([section("a", deep(6))]), "deeper than 5"),
            (json!([section("a", json!(many(201)))]), "201 nodes"),
            (json!([section("a", json!([]))]), "has no node"),
            (json!([section("a", json!([node("a", json!([]))]))]), "a is given twice"),
            (json!([section("a", json!([node("b", json!([node("b", json!([]))]))]))]), "b is given twice"),
            (json!([{ "id": "a", "label": "x", "nodes": [], "color": 1 }]), "unknown field"),
        ] {
            let error = form(sections).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
        assert_eq!(VisitForm::new(0, vec![]), Err(VisitFormError::Version));
    }

    #[test]
    fn nodes_come_in_the_order_shown() {
        let form = form(json!([section(
            "s",
            json!([node("a", json!([node("b", json!([]))])), node("c", json!([]))])
        )]));
        let form = form.unwrap();
        let placed: Vec<_> =
            form.nodes().iter().map(|p| (p.node.id.as_str(), p.parent.as_str(), p.depth)).collect();
        assert_eq!(placed, [("a", "s", 1), ("b", "a", 2), ("c", "s", 1)]);
        assert!(form.node(&"b".parse().unwrap()).is_some());
        assert!(form.node(&"s".parse().unwrap()).is_none());
    }
}
