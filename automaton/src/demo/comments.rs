//! What reps write: French, short, about tyres.

use super::chance::Chance;
use super::trades::Trade;

const OPENINGS: [&str; 16] = [
    "Vu {who} sur place",
    "Passage rapide chez {who}",
    "Rencontré {who} à l'atelier",
    "Rendez-vous avec {who}",
    "Appel de {who}",
    "{who} absent, vu son adjoint",
    "Point trimestriel avec {who}",
    "Passé sans rendez-vous, bien reçu par {who}",
    "Échange avec {who} sur les conditions de l'année",
    "Visite de courtoisie",
    "Tour du parc avec {who}",
    "Livraison contrôlée avec {who}",
    "Relance de la proposition en cours",
    "Présentation de la nouvelle gamme à {who}",
    "Réclamation de {who} traitée",
    "Bilan de la saison avec {who}",
];

const GARAGE: [&str; 8] = [
    "stock de pneus hiver à reconstituer avant novembre",
    "demande un tarif sur les 205/55 R16 toutes saisons",
    "un concurrent propose 3 % de mieux sur les budgets",
    "intéressé par un pont de plus et un contrat d'enseigne",
    "délai de livraison trop long la semaine dernière",
    "prend douze 225/45 R17 et deux trains en 195/65 R15",
    "veut des affiches pour l'opération de printemps",
    "très satisfait des livraisons du matin",
];
const FARM: [&str; 8] = [
    "deux 650/65 R38 à prévoir avant les semis",
    "attend la fin des ensilages pour décider",
    "compare avec l'offre de la coopérative",
    "pneus de moissonneuse fendus, à remplacer avant la récolte",
    "intéressé par des basses pressions sur le tracteur de tête",
    "parc relevé : huit tracteurs, deux bennes, une tonne à lisier",
    "reporte l'achat à cause du prix du lait",
    "demande le passage du camion atelier",
];
const SITE: [&str; 8] = [
    "chantier de la déviation jusqu'à l'été, gros besoin en 23.5 R25",
    "crevaisons répétées sur les dumpers",
    "demande un contrat d'entretien avec relevé mensuel",
    "veut rechaper plutôt que remplacer",
    "deux chargeuses arrêtées, dépannage demandé pour demain",
    "attend le marché du conseil départemental",
    "rappeler avant le début du chantier",
    "remise accordée sur le train complet",
];
const ROAD: [&str; 8] = [
    "relevé de parc fait : usures à surveiller sur l'essieu moteur",
    "passe au toutes positions 315/80 R22.5",
    "appel d'offres en fin d'année, il faudra être présent",
    "demande le géolocalisé pour le dépannage de nuit",
    "rechapés acceptés sur les remorques",
    "renouvelle quatre porteurs au printemps",
    "loi montagne : équipement des cars à prévoir",
    "satisfait du dépannage de la semaine dernière",
];
const VANS: [&str; 8] = [
    "six utilitaires à équiper avant l'hiver",
    "veut une facture par véhicule",
    "demande un rendez-vous le samedi matin",
    "deux fourgons de plus à la rentrée",
    "trouve le tarif un peu élevé",
    "suit le conseil : mêmes profils sur les deux essieux",
    "budget validé par la direction",
    "à revoir après l'inventaire",
];
const CLOSINGS: [&str; 10] = [
    "Offre à envoyer avant la fin de la semaine.",
    "À rappeler dans quinze jours.",
    "Rien à signaler.",
    "Commande passée.",
    "Proposition remise.",
    "Il donne sa réponse lundi.",
    "Voir avec l'agence pour le stock.",
    "Bon contact.",
    "À suivre.",
    "Conditions maintenues jusqu'à la fin du mois.",
];

/// What was written after a visit; empty now and then: « il pourra aussi valider à vide ».
pub(super) fn of_visit(trade: Trade, surname: &str, chance: &mut Chance) -> String {
    if chance.percent(12) {
        return String::new();
    }
    let subjects = match trade {
        Trade::Garage => &GARAGE,
        Trade::Farm | Trade::Contractor => &FARM,
        Trade::PublicWorks => &SITE,
        Trade::Haulier => &ROAD,
        Trade::Fleet | Trade::Commune => &VANS,
    };
    let title = if chance.percent(85) { "M." } else { "Mme" };
    let opening = chance.pick(&OPENINGS).replace("{who}", &format!("{title} {surname}"));
    // Two neighbours of the list: never the same twice.
    let place = chance.below(8) as usize;
    let mut text = format!("{opening} : {}", subjects[place]);
    if chance.percent(35) {
        text += &format!(", {}", subjects[(place + 1) % subjects.len()]);
    }
    text.push('.');
    if chance.percent(60) {
        text += &format!(" {}", chance.pick(&CLOSINGS));
    }
    text
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
        if chance.percent(percent) {
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
