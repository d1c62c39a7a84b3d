//! The words for the reasons why a file is refused: the mails' part of the French catalogue (design §9).

use exchange_schema::Reason;

/// `reason` as the end of a sentence, without a full stop.
#[must_use]
pub const fn in_french(reason: Reason) -> &'static str {
    match reason {
        Reason::NotJson => "le contenu est tronqué, ou n'est pas du JSON",
        Reason::TooLarge => "le fichier dépasse la taille permise",
        Reason::UnknownKey => "le fichier contient une clé inconnue",
        Reason::DoubledKey => "une clé figure deux fois dans le fichier",
        Reason::MissingKey => "il manque une clé obligatoire dans le fichier",
        Reason::WrongType => "une valeur n'est pas du type attendu",
        Reason::BadValue => "une valeur n'est pas valable",
        Reason::UnknownKind => "le type de fichier est inconnu",
        Reason::LaterFormat => "le fichier vient d'une version plus récente que celle de l'automate",
        Reason::NameMismatch => "le contenu ne correspond pas au nom du fichier",
        Reason::BadReplaces => "le fichier qu'il doit remplacer ne peut pas l'être",
        Reason::BadName => "ce nom n'est pas celui d'un fichier d'échange",
        Reason::AuthorMismatch => "l'auteur n'est pas l'utilisateur de ce dossier",
        Reason::NameReused => "ce nom a déjà servi pour un autre contenu",
        Reason::ConflictCopy => "c'est une copie en conflit, laissée par la synchronisation",
        Reason::OutsideUserFolder => "le fichier n'est dans le dossier d'aucun utilisateur",
        Reason::NotAFile => "ce n'est pas un fichier ordinaire",
        Reason::HardLink => "le fichier a plusieurs noms sur le disque",
        Reason::Unreadable => "l'automate ne peut pas lire le fichier",
        Reason::Unsettled => "le fichier est peut-être encore en cours d'écriture",
        Reason::UnknownUser => "l'utilisateur est inconnu, ou n'a pas de code winpneu",
        Reason::DisabledUser => "le compte de l'utilisateur est désactivé",
        Reason::UnknownCustomer => "winpneu ne connaît pas ce code client",
        Reason::DateOutOfBounds => "la date de visite est hors des limites permises",
        Reason::UnknownForm => "cette version du formulaire de visite est inconnue",
        Reason::BadAnswers => "les réponses ne correspondent pas au formulaire de visite",
        Reason::UnknownProspect => "le prospect est inconnu",
        Reason::ClockAhead => "le fichier porte une date à venir, l'horloge du portable avance",
        Reason::NotYetSupported => "cette version de l'automate ne sait pas encore le traiter",
        Reason::CreationPending => "une demande de création est déjà en attente pour ce prospect",
        Reason::NotOwner => "le prospect n'appartenait pas à l'auteur au moment de la saisie",
        Reason::ProspectDeleted => "le prospect a été supprimé",
        Reason::ProspectConverted => "le prospect est déjà client",
        Reason::TextTooLong => "un texte est trop long, ou contient un signe que winpneu n'accepte pas",
    }
}

/// `code` as the registry holds it. One of a later release, left by a downgrade, has no words here and stands for itself.
pub(super) fn code_in_french(code: &str) -> &str {
    code.parse().map_or(code, |reason| in_french(reason))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_has_its_own_words() {
        let words: BTreeSet<&str> = Reason::ALL.iter().map(|reason| in_french(*reason)).collect();
        assert_eq!(words.len(), Reason::ALL.len());
        assert!(words.iter().all(|words| !words.trim().is_empty() && !words.ends_with('.')));
    }

    #[test]
    fn a_later_release_s_reason_stands_for_itself() {
        assert_eq!(code_in_french("not-owner"), in_french(Reason::NotOwner));
        assert_eq!(code_in_french("moon-phase"), "moon-phase");
    }
}
