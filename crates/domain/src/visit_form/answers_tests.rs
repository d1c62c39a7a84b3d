use super::*;
use proptest::prelude::*;

fn id(text: &str) -> NodeId {
    text.parse().unwrap()
}

fn check(picked: &[&str]) -> Result<Answers, AnswerError> {
    let ids: Vec<NodeId> = picked.iter().map(|text| id(text)).collect();
    VisitForm::default_form().check(&ids)
}

#[test]
fn accepts_and_renders() {
    for (picked, lines) in [
        (vec![], vec![]),
        (vec!["contact.visite"], vec!["Type de contact : Visite"]),
        (
            // In any order of clicking; a radio button and a checkbox may stand together.
            vec![
                "visite.proposition.pl-plp",
                "visite.proposition",
                "visite.sans-rdv",
                "visite.proposition.agraire",
                "contact.telephone",
            ],
            vec![
                "Type de contact : Téléphone",
                "Type de visite : Visite commerciale sans rdv, Remise de proposition (Agraire, PL & PLP)",
            ],
        ),
        (
            vec!["visite.commande", "visite.livraison", "visite.proposition"],
            vec!["Type de visite : Commande, Livraison, Remise de proposition"],
        ),
    ] {
        let answers = check(&picked).unwrap();
        assert_eq!(answers.form(), 1);
        assert_eq!(answers.picked().len(), picked.len());
        assert_eq!(VisitForm::default_form().render(&answers), lines);
    }
}

#[test]
fn refuses_what_cannot_be_picked_together() {
    for (picked, expected) in [
        (vec!["nowhere"], AnswerError::Unknown { id: id("nowhere"), version: 1 }),
        (vec!["contact"], AnswerError::Unknown { id: id("contact"), version: 1 }),
        (vec!["visite.commande", "visite.commande"], AnswerError::Doubled(id("visite.commande"))),
        (
            vec!["visite.commande", "visite.proposition.tp"],
            AnswerError::ParentMissing {
                child: id("visite.proposition.tp"),
                parent: id("visite.proposition"),
            },
        ),
        (
            vec!["contact.mail", "contact.visite"],
            AnswerError::TwoRadios { first: id("contact.visite"), second: id("contact.mail") },
        ),
    ] {
        assert_eq!(check(&picked), Err(expected));
    }
    assert!(check(&["contact.visite", "visite.avec-rdv"]).is_ok());
}

#[test]
fn answers_travel_as_the_contract_writes_them() {
    let json = serde_json::to_string(&check(&["visite.commande"]).unwrap()).unwrap();
    assert_eq!(json, r#"{"form":1,"picked":["visite.commande"]}"#);
}

proptest! {
    #[test]
    fn the_order_of_clicking_does_not_matter(
        picked in prop::sample::subsequence(
            vec!["contact.visite", "visite.avec-rdv", "visite.proposition", "visite.proposition.gc"], 0..=4)
            .prop_shuffle()
    ) {
        let mut sorted = picked.clone();
        sorted.sort_unstable();
        prop_assert_eq!(check(&picked), check(&sorted));
    }
}

#[test]
fn what_answers_count_as() {
    let form = VisitForm::default_form();
    for (picked, contact, quotes, in_person) in [
        (&[][..], None, &[][..], true),
        (&["contact.telephone", "visite.commande"], Some("telephone"), &[], false),
        (
            &["contact.visite", "visite.proposition", "visite.proposition.tp", "visite.proposition.agraire"],
            Some("visite"),
            &["agraire", "tp"],
            true,
        ),
        (&["of.another.version"], None, &[], true),
    ] {
        let meaning = form.meaning(picked.iter().copied());
        assert_eq!(meaning.contact.as_deref(), contact, "{picked:?}");
        assert!(meaning.quotes.iter().map(String::as_str).eq(quotes.iter().copied()), "{picked:?}");
        assert_eq!(meaning.is_in_person(), in_person, "{picked:?}");
    }
}
