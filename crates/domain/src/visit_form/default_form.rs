//! The form until the administrator sets another: the example of the user's own text (« Visite ce jour »), word
//! for word.

use super::{Choice, FormLabel, FormNode, FormSection, Meaning, NodeId, VisitForm};

impl VisitForm {
    /// Version 1: the user's example.
    pub fn default_form() -> VisitForm {
        VisitForm { version: 1, sections: vec![contact(), visit()] }
    }
}

fn contact() -> FormSection {
    FormSection {
        id: NodeId::from_literal("contact"),
        label: FormLabel::from_literal("Type de contact"),
        nodes: vec![
            contact_by("contact.visite", "Visite", "contact/visite"),
            contact_by("contact.telephone", "Téléphone", "contact/telephone"),
            contact_by("contact.mail", "Mail", "contact/mail"),
            contact_by("contact.agence", "Agence", "contact/agence"),
        ],
    }
}

fn visit() -> FormSection {
    FormSection {
        id: NodeId::from_literal("visite"),
        label: FormLabel::from_literal("Type de visite"),
        nodes: vec![
            radio("visite.avec-rdv", "Visite commerciale avec rdv"),
            radio("visite.sans-rdv", "Visite commerciale sans rdv"),
            checkbox("visite.commande", "Commande"),
            checkbox("visite.livraison", "Livraison"),
            checkbox("visite.releve-parc", "Relevé de parc"),
            FormNode { children: quotes(), ..checkbox("visite.proposition", "Remise de proposition") },
        ],
    }
}

fn quotes() -> Vec<FormNode> {
    vec![
        quote("visite.proposition.agraire", "Agraire", "quote/agraire"),
        quote("visite.proposition.tp", "TP", "quote/tp"),
        quote("visite.proposition.gc", "GC", "quote/gc"),
        quote("visite.proposition.pl-plp", "PL & PLP", "quote/pl-plp"),
        quote("visite.proposition.lubrifiant", "Lubrifiant", "quote/lubrifiant"),
        quote("visite.proposition.flotte-entreprise", "Flotte entreprise", "quote/flotte-entreprise"),
    ]
}

fn node(id: &'static str, label: &'static str, choice: Choice) -> FormNode {
    FormNode {
        id: NodeId::from_literal(id),
        label: FormLabel::from_literal(label),
        choice,
        meaning: None,
        children: Vec::new(),
    }
}

fn radio(id: &'static str, label: &'static str) -> FormNode {
    node(id, label, Choice::Radio)
}

fn checkbox(id: &'static str, label: &'static str) -> FormNode {
    node(id, label, Choice::Checkbox)
}

fn contact_by(id: &'static str, label: &'static str, meaning: &'static str) -> FormNode {
    FormNode { meaning: Some(Meaning::from_literal(meaning)), ..radio(id, label) }
}

fn quote(id: &'static str, label: &'static str, meaning: &'static str) -> FormNode {
    FormNode { meaning: Some(Meaning::from_literal(meaning)), ..checkbox(id, label) }
}
