//! What reps write: French, short, about tyres; in season, and of whoever they met.

use chrono::{Datelike, NaiveDate};

use super::chance::Chance;
use super::names::Person;
use super::trades::Trade;

/// A phrase and the months in which one writes it, from the first to the last, both included.
type Phrase = (&'static str, u32, u32);

const fn ever(text: &'static str) -> Phrase {
    (text, 1, 12)
}

/// Of visits. No participle agrees with the rep or the person met: both may be women.
const MEETINGS: [&str; 8] = [
    "Vu {who} sur place",
    "Rencontre avec {who}",
    "Point trimestriel avec {who}",
    "Échange avec {who} sur les conditions de l'année",
    "Visite de courtoisie, {who}",
    "Présentation de la nouvelle gamme à {who}",
    "Réclamation de {who} réglée",
    "Bilan de la saison avec {who}",
];
const APPOINTMENTS: [&str; 3] =
    ["Rendez-vous avec {who}", "Rendez-vous pris de longue date avec {who}", "Reçu par {who} à l'heure dite"];
const CHANCE_VISITS: [&str; 3] = [
    "Passage rapide, vu {who}",
    "Passage sans rendez-vous, bon accueil de {who}",
    "De passage dans le secteur, vu {who}",
];
const CALLS: [&str; 4] = [
    "Appel de {who}",
    "Rappel de {who}",
    "Au téléphone avec {who}",
    "Relance de la proposition auprès de {who}",
];
const MAILS: [&str; 2] = ["Mail de {who}", "Réponse par mail à {who}"];
const AGENCY: [&str; 2] = ["{who} à l'agence", "Passage de {who} à l'agence"];

const GARAGE: [Phrase; 11] = [
    ("stock de pneus hiver à reconstituer avant novembre", 8, 10),
    ("affiches demandées pour l'opération de printemps", 2, 4),
    ("montages hiver en retard, demande un réassort rapide", 10, 12),
    ("retour au pneu été bien engagé", 3, 5),
    ever("demande un tarif sur les 205/55 R16 toutes saisons"),
    ever("un concurrent propose 3 % de mieux sur les budgets"),
    ever("pense à un pont de plus et à un contrat d'enseigne"),
    ever("délai de livraison trop long la semaine dernière"),
    ever("prend douze 225/45 R17 et deux trains en 195/65 R15"),
    ever("rien à redire sur les livraisons du matin"),
    ever("stock tournant à revoir sur les 16 pouces"),
];
const FARM: [Phrase; 10] = [
    ("deux 650/65 R38 à prévoir avant les semis", 1, 3),
    ("attend la fin des ensilages pour décider", 9, 10),
    ("pneus de moissonneuse fendus, à remplacer avant la récolte", 4, 6),
    ("profite de l'hiver pour l'entretien du matériel", 11, 2),
    ever("compare avec l'offre de la coopérative"),
    ever("basses pressions à chiffrer pour le tracteur de tête"),
    ever("usure régulière sur les tracteurs, rien avant six mois"),
    ever("reporte l'achat, trésorerie tendue"),
    ever("demande le passage du camion atelier"),
    ever("remorque à rechausser en 560/60 R22.5"),
];
const SITE: [Phrase; 9] = [
    ("chantier de la déviation jusqu'à l'été, gros besoin en 23.5 R25", 1, 5),
    ("chantiers à l'arrêt à cause de la pluie", 11, 3),
    ever("crevaisons répétées sur les dumpers"),
    ever("demande un contrat d'entretien avec relevé mensuel"),
    ever("veut rechaper plutôt que remplacer"),
    ever("deux chargeuses arrêtées, dépannage demandé pour demain"),
    ever("attend le marché du conseil départemental"),
    ever("rappeler avant le début du chantier"),
    ever("remise accordée sur le train complet"),
];
const ROAD: [Phrase; 9] = [
    ("appel d'offres en fin d'année, il faudra être là", 6, 10),
    ("renouvellement de quatre porteurs au printemps", 11, 2),
    ("pneus neige à prévoir pour les départs en montagne", 8, 10),
    ever("usures à surveiller sur l'essieu moteur"),
    ever("passe au toutes positions 315/80 R22.5"),
    ever("demande un numéro unique pour le dépannage de nuit"),
    ever("rechapés acceptés sur les essieux arrière"),
    ever("bons retours sur le dépannage de la semaine dernière"),
    ever("permutation à faire sur deux véhicules"),
];
const VANS: [Phrase; 9] = [
    ("six utilitaires à équiper avant l'hiver", 8, 11),
    ("deux fourgons de plus à la rentrée", 5, 8),
    ("à revoir après l'inventaire", 11, 12),
    ever("veut une facture par véhicule"),
    ever("demande un rendez-vous le samedi matin"),
    ever("trouve le tarif un peu élevé"),
    ever("suit le conseil : mêmes profils sur les deux essieux"),
    ever("budget validé"),
    ever("crevaison réparée sur le fourgon de chantier"),
];
const TOWN_HALL: [Phrase; 8] = [
    ("attend le vote du budget au conseil municipal", 1, 4),
    ("tracteur-tondeuse à rechausser avant les tontes", 2, 4),
    ("pneus neige demandés pour le véhicule de salage", 9, 11),
    ever("demande trois devis, comme toujours"),
    ever("bon de commande obligatoire avant toute livraison"),
    ever("facture à déposer sur Chorus"),
    ever("deux utilitaires des services techniques à équiper"),
    ever("pneus de la tractopelle usés"),
];
const CLOSINGS: [&str; 8] = [
    "Offre à envoyer avant la fin de la semaine.",
    "À rappeler dans quinze jours.",
    "Rien à signaler.",
    "Réponse attendue lundi.",
    "Voir avec l'agence pour le stock.",
    "Bon contact.",
    "À suivre.",
    "Conditions maintenues jusqu'à la fin du mois.",
];

/// What was written after a visit of which `picked` was ticked; empty now and then: « il pourra aussi valider à vide ».
pub(super) fn of_visit(
    trade: Trade,
    who: &Person,
    day: NaiveDate,
    picked: &[&str],
    chance: &mut Chance,
) -> String {
    if chance.percent(12) {
        return String::new();
    }
    let subjects: &[Phrase] = match trade {
        Trade::Garage => &GARAGE,
        Trade::Farm | Trade::Contractor => &FARM,
        Trade::PublicWorks => &SITE,
        Trade::Haulier => &ROAD,
        Trade::Fleet => &VANS,
        Trade::Commune => &TOWN_HALL,
    };
    let said: Vec<&str> =
        subjects.iter().filter(|phrase| is_said(phrase, day.month())).map(|(text, ..)| *text).collect();
    let title = if who.woman { "Mme" } else { "M." };
    let opening = opening(picked, chance).replace("{who}", &format!("{title} {}", who.surname));
    // Two neighbours of the list: never the same twice.
    let place = chance.below(u32::try_from(said.len()).unwrap_or(1)) as usize;
    let mut text = format!("{opening} : {}", said[place]);
    if chance.percent(35) {
        text += &format!(", {}", said[(place + 1) % said.len()]);
    }
    text.push('.');
    if chance.percent(60) {
        text += &format!(" {}", closing(picked, chance));
    }
    text
}

/// In that month, also from November to February.
const fn is_said((_, first, last): &Phrase, month: u32) -> bool {
    if *first <= *last { *first <= month && month <= *last } else { *first <= month || month <= *last }
}

/// It tells of the way that was ticked.
fn opening(picked: &[&str], chance: &mut Chance) -> &'static str {
    let has = |node| picked.contains(&node);
    if has("contact.telephone") {
        return chance.pick(&CALLS);
    }
    if has("contact.mail") {
        return chance.pick(&MAILS);
    }
    if has("contact.agence") {
        return chance.pick(&AGENCY);
    }
    match chance.below(4) {
        0 if has("visite.avec-rdv") => chance.pick(&APPOINTMENTS),
        0 => chance.pick(&CHANCE_VISITS),
        1 if has("visite.releve-parc") => "Tour du parc avec {who}",
        2 if has("visite.livraison") => "Livraison contrôlée avec {who}",
        _ => chance.pick(&MEETINGS),
    }
}

/// Orders and quotes are told of where they were ticked.
fn closing(picked: &[&str], chance: &mut Chance) -> &'static str {
    if picked.contains(&"visite.commande") {
        return chance.pick(&["Commande passée.", "Commande à livrer sous huitaine.", "Commande prise."]);
    }
    if picked.contains(&"visite.proposition") {
        return chance.pick(&["Proposition remise.", "Proposition remise, à relancer."]);
    }
    chance.pick(&CLOSINGS)
}

/// What the ERP itself writes: reminders of unpaid invoices, and disputes.
pub(super) fn of_the_erp(dispute: bool, chance: &mut Chance) -> String {
    let number = chance.between(100_000, 999_999);
    if dispute {
        let about = ["quantité livrée", "prix facturé", "pneu défectueux", "avoir non reçu"];
        format!("Litige facture F{number} : {}", chance.pick(&about))
    } else {
        format!("Relance facture F{number}, niveau {}", chance.between(1, 3))
    }
}

/// Nodes of the visit form that a rep ticks.
pub(super) fn picked(trade: Trade, chance: &mut Chance) -> Vec<&'static str> {
    const CONTACTS: [&str; 4] = ["contact.visite", "contact.telephone", "contact.mail", "contact.agence"];
    let contact = chance.weighted(&[72, 18, 5, 5]);
    let mut picked = vec![CONTACTS[contact]];
    if contact == 0 {
        picked.push(if chance.percent(45) { "visite.avec-rdv" } else { "visite.sans-rdv" });
    }
    for (node, percent) in [("visite.commande", 28), ("visite.livraison", 10), ("visite.releve-parc", 12)] {
        // Nothing is delivered or counted by telephone.
        if chance.percent(percent) && (contact == 0 || node == "visite.commande") {
            picked.push(node);
        }
    }
    if chance.percent(24) {
        let quote = trade.ways().quote;
        picked.extend(["visite.proposition", quote]);
        let other = ["visite.proposition.lubrifiant", "visite.proposition.gc"];
        if chance.percent(20) {
            picked.push(other[chance.below(2) as usize]);
        }
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::chance::Subject;

    fn person(woman: bool) -> Person {
        Person { given: "Dominique", surname: "Besnard", woman }
    }

    #[test]
    fn every_comment_fits_its_month_and_its_contact() {
        for number in 0..20_000 {
            let mut chance = Chance::of(5, Subject::Day, number);
            let (trade, woman) = (chance.pick(&Trade::ALL), chance.percent(50));
            let month = chance.between(1, 12);
            let day = NaiveDate::from_ymd_opt(2025, month, 14).expect("a day");
            let picked = picked(trade, &mut chance);
            let text = of_visit(trade, &person(woman), day, &picked, &mut chance);
            assert!(!text.contains(if woman { "M. B" } else { "Mme" }) && !text.contains("{who}"), "{text}");
            for (word, months) in [
                ("avant novembre", &[8, 9, 10][..]),
                ("récolte", &[4, 5, 6]),
                ("ensilages", &[9, 10]),
                ("avant les semis", &[1, 2, 3]),
                ("rentrée", &[5, 6, 7, 8]),
                ("inventaire", &[11, 12]),
                ("l'entretien du matériel", &[11, 12, 1, 2]),
            ] {
                assert!(!text.contains(word) || months.contains(&month), "{month}: {text}");
            }
            let called = CALLS.iter().any(|call| text.starts_with(call.trim_end_matches("{who}")));
            assert!(!called || picked.contains(&"contact.telephone"), "{picked:?}: {text}");
            assert!(!text.contains("Commande ") || picked.contains(&"visite.commande"), "{picked:?}: {text}");
            assert!(!text.contains(" Il ") && !text.contains("intéressé"), "{text}");
        }
    }
}
