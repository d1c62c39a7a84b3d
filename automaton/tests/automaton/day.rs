//! A day of all kinds but visits to customers, and what a base must hold of it whatever the order of arrival.

use exchange_schema::ExchangeFile;
use serde_json::{Value, json};

use super::support::{Place, complete_sheet, file_of, id};

/// The other kinds: a prospect known by a customer's telephone, edited twice (the second builds on the first), with a clash, visited and
/// to be made a customer; another one that is deleted; a request; and what is nobody's prospect.
pub fn other_kinds() -> Vec<ExchangeFile> {
    let (kept, gone) = (id(71), id(72));
    let change = |field: &str, from: Value, to: Value, also: Value| json!({ "prospect": kept, "changes": [{ "field": field, "from": from, "to": to, "also": also }] });
    let visit = json!({ "visited_on": "2026-11-20", "visited_at": "11:00", "comment": "bon accueil" });
    let visited = |prospect| {
        let mut whole = visit.clone();
        whole["prospect"] = json!(prospect);
        whole
    };
    let fields = json!({ "nom_client": "GARAGE NEUF", "tel_1": "+33 2 99 12 34 56" });
    let new =
        json!({ "prospect": kept, "fields": fields, "follow_up_on": "2026-12-01", "fleet": { "VL": 3 } });
    let wish = json!([{ "field": "tel_1", "from": "02 99 12 34 56", "to": "02 99 12 34 57" }]);
    vec![
        file_of(10, "CP", new),
        file_of(11, "VP", visited(kept)),
        file_of(12, "MP", change("ville_fac", Value::Null, json!("RENNES"), json!([]))),
        file_of(13, "MP", change("ville_fac", json!("RENNES"), json!("BREST"), json!([null]))),
        file_of(14, "MP", change("adr1_fac", json!("2 rue du Port"), json!("3 rue du Port"), json!([]))),
        file_of(15, "CP", json!({ "prospect": gone, "fields": { "nom_client": "GARAGE FERMÉ" } })),
        file_of(16, "MP", json!({ "prospect": gone, "delete": { "reason": "fermé" } })),
        file_of(17, "VP", visited(gone)),
        file_of(18, "MC", json!({ "customer": "C01846", "changes": wish, "comment": "merci" })),
        file_of(19, "CC", json!({ "prospect": kept, "fields": complete_sheet("GARAGE NEUF") })),
        file_of(20, "VP", visited(id(73))),
    ]
}

/// What must be the same whatever the order of arrival: running numbers and instants of receipt may differ.
pub fn essence(place: &Place) -> (Vec<Vec<Vec<String>>>, Vec<String>) {
    let rows = [
        "SELECT date_relation, heure_relation, c_entite, c_user, objet, commentaire, crm_fichier FROM client_relation",
        "SELECT * FROM crm_reponse_visite",
        "SELECT * FROM crm_suivi_client",
        "SELECT nom, code, auteur, appareil, sequence, sha256, etat, motif, remplace_par FROM crm_fichier",
        "SELECT action, entite, crm_fichier FROM crm_journal",
        "SELECT valeur FROM crm_compteur",
        "SELECT prospect, nom_client, tel_1, ville_fac, adr1_fac, c_rep, cree_par, cree_le, supprime_le, suppression, \
         crm_fichier FROM crm_prospect",
        "SELECT * FROM crm_visite_prospect",
        "SELECT prospect, champ, attendu, trouve, demande, crm_fichier FROM crm_conflit",
        "SELECT prospect, autre_type, autre, sorte FROM crm_doublon",
        "SELECT * FROM crm_cle_prospect",
        "SELECT * FROM crm_rattachement",
        "SELECT creation, prospect, etat, champs, demande_par, crm_fichier FROM crm_creation_client",
        "SELECT * FROM crm_demande_modification",
        "SELECT message_id, destinataire, expediteur, objet, corps FROM crm_courriel WHERE message_id NOT LIKE '<refusal-digest.%'",
    ];
    let rows = rows
        .map(|sql| {
            let mut rows = place.query(sql);
            rows.sort();
            rows
        })
        .to_vec();
    (rows, ["archive", "quarantine"].iter().flat_map(|folder| place.tree(folder).into_keys()).collect())
}
