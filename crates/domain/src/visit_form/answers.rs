//! What was picked in a form: checked against it, and rendered for the comment.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Choice, FormNode, NodeId, VisitForm};

/// « réponses » : nodes of one version of the form that may be picked together, in the form's order. Only
/// [`VisitForm::check`] makes them, so there is no way to deserialise them without the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answers {
    form: u32,
    picked: Vec<NodeId>,
}

impl Answers {
    /// The version of the form that was answered.
    pub fn form(&self) -> u32 {
        self.form
    }

    /// What was picked, in the form's order.
    pub fn picked(&self) -> &[NodeId] {
        &self.picked
    }

    /// Whether nothing was picked.
    pub fn is_empty(&self) -> bool {
        self.picked.is_empty()
    }
}

/// Why nodes cannot be picked together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// No node of this version; a section is none.
    #[error("{id} is not a node of version {version} of the visit form; answer the version that has it")]
    Unknown {
        /// What was picked.
        id: NodeId,
        /// The version asked.
        version: u32,
    },
    /// The same node twice.
    #[error("{0} is picked twice; pick it once")]
    Doubled(NodeId),
    /// A refinement of something that was not picked.
    #[error("{child} is picked without {parent}, which it refines; pick both or neither")]
    ParentMissing {
        /// What was picked.
        child: NodeId,
        /// What was not.
        parent: NodeId,
    },
    /// Two radio buttons of one group.
    #[error("{first} and {second} exclude each other; pick one")]
    TwoRadios {
        /// The first in the form's order.
        first: NodeId,
        /// The second.
        second: NodeId,
    },
}

impl VisitForm {
    /// Checks what was picked: nodes of this form, none twice, a child only with its parent, at most one radio
    /// button among siblings. Nothing at all is fine (« il pourra aussi valider à vide »).
    pub fn check(&self, picked: &[NodeId]) -> Result<Answers, AnswerError> {
        let mut wanted = BTreeSet::new();
        for id in picked {
            if self.node(id).is_none() {
                return Err(AnswerError::Unknown { id: id.clone(), version: self.version });
            }
            if !wanted.insert(id) {
                return Err(AnswerError::Doubled(id.clone()));
            }
        }
        let mut in_form_order = Vec::new();
        for section in &self.sections {
            pick(&section.nodes, None, &wanted, &mut in_form_order)?;
        }
        Ok(Answers { form: self.version, picked: in_form_order })
    }

    /// The answers in words, one line for each section in which something was picked, such as
    /// « Type de visite : Commande, Remise de proposition (Agraire, PL & PLP) ». Give answers of this version.
    pub fn render(&self, answers: &Answers) -> Vec<String> {
        let picked: BTreeSet<&NodeId> = answers.picked.iter().collect();
        let lines = self.sections.iter().filter_map(|section| {
            let words = words(&section.nodes, &picked)?;
            Some(format!("{} : {words}", section.label))
        });
        lines.collect()
    }

    /// What was picked, as the statistics see it. Ids that this version does not have say nothing.
    pub fn meaning<'a>(&self, picked: impl IntoIterator<Item = &'a str>) -> VisitMeaning {
        let picked: BTreeSet<&str> = picked.into_iter().collect();
        let mut meaning = VisitMeaning::default();
        for placed in self.nodes() {
            let Some(said) =
                placed.node.meaning.as_ref().filter(|_| picked.contains(placed.node.id.as_str()))
            else {
                continue;
            };
            meaning.quotes.extend(said.quote_type().map(str::to_owned));
            // The first one of a form in which several may be picked: a visit counts once.
            if meaning.contact.is_none() {
                meaning.contact = said.contact_type().map(str::to_owned);
            }
        }
        meaning
    }
}

/// « sens des réponses » : what a visit's answers count as.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitMeaning {
    /// How the two were in contact (`contact/<type>`); `None` when it was not said.
    pub contact: Option<String>,
    /// Types of the quotes handed over (`quote/<type>`).
    pub quotes: BTreeSet<String>,
}

impl VisitMeaning {
    /// The contact type that is a visit in person.
    pub const IN_PERSON: &'static str = "visite";

    /// Whether « Visites seules » counts it: it was in person, or nothing else was said, for « Visite ce jour » may be
    /// validated empty.
    pub fn is_in_person(&self) -> bool {
        self.contact.as_deref().is_none_or(|contact| contact == Self::IN_PERSON)
    }
}

/// Walks one group of siblings; `unpicked_parent` is the node above them when it was not picked.
fn pick(
    siblings: &[FormNode],
    unpicked_parent: Option<&NodeId>,
    wanted: &BTreeSet<&NodeId>,
    picked: &mut Vec<NodeId>,
) -> Result<(), AnswerError> {
    let mut radio: Option<&NodeId> = None;
    for node in siblings {
        let is_picked = wanted.contains(&node.id);
        if is_picked {
            if let Some(parent) = unpicked_parent {
                return Err(AnswerError::ParentMissing { child: node.id.clone(), parent: parent.clone() });
            }
            if node.choice == Choice::Radio
                && let Some(first) = radio.replace(&node.id)
            {
                return Err(AnswerError::TwoRadios { first: first.clone(), second: node.id.clone() });
            }
            picked.push(node.id.clone());
        }
        pick(&node.children, (!is_picked).then_some(&node.id), wanted, picked)?;
    }
    Ok(())
}

/// The picked ones among siblings, each followed by its picked children in brackets.
fn words(siblings: &[FormNode], picked: &BTreeSet<&NodeId>) -> Option<String> {
    let words: Vec<String> = siblings
        .iter()
        .filter(|node| picked.contains(&node.id))
        .map(|node| match self::words(&node.children, picked) {
            Some(children) => format!("{} ({children})", node.label),
            None => node.label.to_string(),
        })
        .collect();
    if words.is_empty() { None } else { Some(words.join(", ")) }
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
