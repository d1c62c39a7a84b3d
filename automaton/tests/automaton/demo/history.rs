//! Four years of visits and revenue.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::Base;

pub fn check(base: &Base) {
    days(base);
    rounds(base);
    people(base);
    comments(base);
    revenue(base);
    files(base);
}

/// Easter Monday, Ascension, Whit Monday, and two of fixed date.
const HOLIDAYS: [&str; 14] = [
    "2023-04-10",
    "2023-05-18",
    "2023-05-29",
    "2024-04-01",
    "2024-05-09",
    "2024-05-20",
    "2025-04-21",
    "2025-05-29",
    "2025-06-09",
    "2026-04-06",
    "2026-05-14",
    "2026-05-25",
    "2025-07-14",
    "2025-11-11",
];

/// Working days only, none in the future, in the hours of work; fewer in August than in October.
fn days(base: &Base) {
    let rows = base.rows(
        "SELECT substr(date_relation, 1, 10), COUNT(*), MIN(heure_relation), MAX(heure_relation)
         FROM client_relation WHERE objet LIKE 'Visite du %' GROUP BY 1 ORDER BY 1",
    );
    let mut by_month = [0_i64; 12];
    for row in &rows {
        let day: NaiveDate = row[0].parse().expect("a day");
        assert_ne!(day.weekday(), Weekday::Sun, "{day}");
        assert!(row[0].as_str() < "2026-11-18", "{day} is not past");
        assert!(!HOLIDAYS.contains(&row[0].as_str()), "{day} is a holiday");
        assert!(row[2].as_str() >= "08:00" && row[3].as_str() <= "18:00", "{row:?}");
        by_month[day.month0() as usize] += row[1].parse::<i64>().expect("a number");
    }
    assert_eq!(rows[0][0].get(..7), Some("2022-11"), "four years ago");
    assert!(by_month[7] * 2 < by_month[9], "{by_month:?}");
    let wrong = "SELECT COUNT(*) FROM client_relation WHERE objet LIKE 'Visite du %' AND objet <> 'Visite du ' || substr(date_relation, 9, 2) || '/'
        || substr(date_relation, 6, 2) || '/' || substr(date_relation, 1, 4)";
    assert_eq!(base.count(wrong), 0, "the object names the day");
    let own = "SELECT 100 * SUM(c.c_rep = u.c_rep) / COUNT(*) FROM client_relation r JOIN client c ON c.c_client = r.c_entite
        JOIN crm_utilisateur u ON u.c_user = r.c_user WHERE r.origine_relation = 'CRV'";
    assert!(base.count(own) > 85, "most visit their own customers: {} %", base.count(own));
}

/// Nobody is in two places at once, does more than a day holds, or comes twice on one day; and nobody is visited who was not founded.
fn rounds(base: &Base) {
    let visits = "client_relation WHERE objet LIKE 'Visite du %'";
    let count = |sql: String| base.count(&sql);
    let at_once = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM {visits} GROUP BY c_user, date_relation, heure_relation HAVING COUNT(*) > 1)"
    );
    assert_eq!(count(at_once), 0, "two visits of a rep in one minute");
    let twice = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM {visits} GROUP BY c_entite, date_relation HAVING COUNT(*) > 1)"
    );
    assert_eq!(count(twice), 0, "a customer visited twice on one day");
    let days = format!("SELECT COUNT(*) n FROM {visits} GROUP BY c_user, date_relation");
    let most = count(format!("SELECT MAX(n) FROM ({days})"));
    assert!((8..=11).contains(&most), "{most} visits of a rep on one day");
    let early = "SELECT COUNT(*) FROM client c JOIN (SELECT c_entite, MIN(date_relation) first FROM client_relation GROUP BY c_entite) r
        ON r.c_entite = c.c_client WHERE date(substr(c.date_creation_ste, 1, 10), '+1 year') > substr(r.first, 1, 10)";
    assert_eq!(base.count(early), 0, "visited before they were founded");
}

/// Whom the comments name is, where the ERP knows people of the customer, mostly one of them.
fn people(base: &Base) {
    let mut contacts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in base.rows("SELECT c_client, nom FROM client_contact") {
        let surname = row[1].rsplit(' ').next().unwrap_or_default().to_owned();
        contacts.entry(row[0].clone()).or_default().push(surname);
    }
    let rows = base.rows(
        "SELECT c_entite, commentaire FROM client_relation WHERE origine_relation = 'CRV' AND objet LIKE 'Visite du %'
         AND date_relation < '2026-11-12' AND (commentaire LIKE '%M. %' OR commentaire LIKE '%Mme %')",
    );
    let known = rows.iter().filter_map(|row| Some((&row[1], contacts.get(&row[0])?)));
    let mut looked_at = 0;
    for (comment, people) in known {
        looked_at += 1;
        assert!(people.iter().any(|surname| comment.contains(surname.as_str())), "{comment:?} of {people:?}");
    }
    assert!(looked_at > 40_000, "{looked_at}");
}

fn comments(base: &Base) {
    let endless = "SELECT COUNT(*) FROM client_relation WHERE origine_relation = 'CRV' AND commentaire NOT LIKE '%saisie via le CRM'";
    assert_eq!(base.count(endless), 0);
    assert!(base.count("SELECT COUNT(DISTINCT commentaire) FROM client_relation") > 30_000);
    let others = base.column("SELECT DISTINCT origine_relation FROM client_relation ORDER BY 1");
    assert_eq!(others, ["CRV", "LIT", "REL"]);
    // Archived is what is older than three years, and nothing else.
    let archived = base.rows(
        "SELECT COUNT(*) > 5000, MAX(date_relation) < '2023-11-18', (SELECT MIN(date_relation) >= '2023-11-18' FROM client_relation WHERE c_archive = 'N')
         FROM client_relation WHERE c_archive = 'O'",
    );
    assert_eq!(archived, [["1", "1", "1"]]);
}

/// Winter tyres in November, farm tyres before the harvest; a few large customers, many small ones.
fn revenue(base: &Base) {
    let month = |category: &str, month: u32| {
        let sql = format!(
            "SELECT SUM(montant_cents) FROM client_ca JOIN client USING (c_client)
             WHERE c_fam_client = '{category}' AND mois = {month} AND annee = 2025"
        );
        base.count(&sql)
    };
    assert!(month("GAR", 11) > 3 * month("GAR", 7) / 2);
    assert!(month("AGRI", 6) > 2 * month("AGRI", 11));
    let years = base.column("SELECT DISTINCT annee FROM client_ca ORDER BY 1");
    assert_eq!(years, ["2023", "2024", "2025", "2026"]);
    assert_eq!(base.count("SELECT MAX(mois) FROM client_ca WHERE annee = 2026"), 11);
    // Some four hundred thousand euros a month for each rep, and a little more each year.
    let year = |year: u32| {
        base.count(&format!("SELECT SUM(montant_cents) / 100 FROM client_ca WHERE annee = {year}"))
    };
    let years = [2023, 2024, 2025].map(year);
    assert!(years.iter().all(|sum| (15_000_000..25_000_000).contains(sum)) && years.is_sorted(), "{years:?}");
    let tenth = "SELECT 100 * SUM(s) / (SELECT SUM(montant_cents) FROM client_ca WHERE annee = 2025) FROM
        (SELECT SUM(montant_cents) s FROM client_ca WHERE annee = 2025 GROUP BY c_client ORDER BY s DESC LIMIT 500)";
    assert!(base.count(tenth) > 30, "the first tenth makes {} %", base.count(tenth));
}

/// Whatever bears a file's name has its registry row, and the archive holds the registered bytes.
fn files(base: &Base) {
    for table in [
        "client_relation",
        "crm_reponse_visite",
        "crm_suivi_client",
        "crm_prospect",
        "crm_visite_prospect",
        "crm_creation_client",
        "crm_demande_modification",
        "crm_prospect_champ",
        "crm_conflit",
        "crm_doublon",
    ] {
        let unknown = format!(
            "SELECT COUNT(*) FROM {table} WHERE crm_fichier IS NOT NULL
             AND crm_fichier NOT IN (SELECT nom FROM crm_fichier WHERE etat = 'integre')"
        );
        assert_eq!(base.count(&unknown), 0, "{table}");
    }
    assert!(
        base.count("SELECT COUNT(*) FROM crm_reponse_visite WHERE choix LIKE '%visite.proposition.%'") > 500
    );
    let seqs =
        "SELECT COUNT(*) - COUNT(DISTINCT seq) FROM crm_fichier WHERE etat = 'integre' AND decision IS NULL";
    assert_eq!(base.count(seqs), 0, "each effect has its own number");
    assert_eq!(base.count("SELECT COUNT(*) FROM crm_fichier WHERE integre_le > '2026-11-18 15:00:00'"), 0);
    assert_eq!(base.count("SELECT COUNT(*) FROM crm_fichier WHERE motif IS NULL AND etat <> 'integre'"), 0);
}
