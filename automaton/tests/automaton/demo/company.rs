//! Who the customers and prospects are: everything plausible, and nobody's.

use std::collections::{BTreeMap, BTreeSet};

use domain::{check_siret, check_vat_number};
use serde_json::{Value, json};

use super::Base;

const FICTION: [&str; 6] = ["019900", "026191", "035301", "046571", "053649", "063998"];

pub fn check(base: &Base, summary: &Value) {
    numbers_of_the_summary(base, summary);
    names(base);
    trades(base);
    telephones(base);
    identities(base);
    towns(base);
    codes(base);
    prospects(base);
}

fn numbers_of_the_summary(base: &Base, summary: &Value) {
    let count = |sql: &str| base.count(sql);
    let expected = json!({
        "customers": count("SELECT COUNT(*) FROM client"),
        "contacts": count("SELECT COUNT(*) FROM client_contact"),
        "relations": count("SELECT COUNT(*) FROM client_relation"),
        "visits": count("SELECT COUNT(*) FROM client_relation WHERE origine_relation = 'CRV' AND objet LIKE 'Visite du %'"),
        "prospect_visits": count("SELECT COUNT(*) FROM crm_visite_prospect"),
        "prospects": count("SELECT COUNT(*) FROM crm_prospect"),
        "converted": count("SELECT COUNT(*) FROM crm_prospect WHERE c_client IS NOT NULL"),
        "deleted": count("SELECT COUNT(*) FROM crm_prospect WHERE suppression IS NOT NULL"),
        "requests": count("SELECT COUNT(*) FROM client_relation WHERE objet LIKE 'Demande de modification du %'"),
        "files": count("SELECT COUNT(*) FROM crm_fichier"),
    });
    assert_eq!(summary["counts"], expected);
    // 5,000 and the one that the accountant made; 60,000 and those of the last days; 800 and seven new ones.
    assert_eq!((&expected["customers"], &expected["prospects"]), (&json!(5_001), &json!(807)));
    assert_eq!(expected["visits"], 60_009);
    let users = base.rows("SELECT SUM(c_rep LIKE '__01' AND NOT admin), SUM(comptable), SUM(admin), COUNT(*) FROM crm_utilisateur");
    assert_eq!(users, [["8", "2", "1", "11"]]);
    assert_eq!((&summary["company"]["users"], &summary["company"]["reps"]), (&json!(11), &json!(8)));
    assert_eq!(
        base.count(
            "SELECT COUNT(*) FROM crm_utilisateur WHERE c_user IS NULL OR courriel NOT LIKE '%.example'"
        ),
        0
    );
}

fn names(base: &Base) {
    let names = base.column("SELECT nom_client FROM client");
    let longest = names.iter().map(|name| name.chars().count()).max();
    assert_eq!(longest, Some(35), "one is cut off");
    let odd = names.iter().filter(|name| **name != domain::fold(name).to_uppercase()).count();
    assert!((1..5).contains(&odd), "{odd} names are not the ERP's capitals");
    let different: BTreeSet<&String> = names.iter().collect();
    assert!(different.len() > 3_000, "{} different names", different.len());
    for kind in ["GARAGE ", "EARL ", "GAEC ", "ETA ", "TRANSPORTS ", "TP ", "CUMA ", "COMMUNE D", "SARL "] {
        let count = names.iter().filter(|name| name.starts_with(kind)).count();
        assert!(count > 10, "{count} are called {kind}…");
    }
    for awkward in [
        "SELECT COUNT(*) FROM client WHERE nom_client LIKE '%  %'",
        "SELECT COUNT(*) FROM client WHERE nom_client LIKE '%''%'",
        "SELECT COUNT(*) FROM client WHERE nom_client LIKE '% & %'",
        "SELECT COUNT(*) FROM client WHERE ville_fac IS NULL",
        "SELECT COUNT(*) FROM client WHERE c_rep IS NULL",
        "SELECT COUNT(*) FROM client WHERE length(c_client) = 30",
    ] {
        assert!(base.count(awkward) > 0, "{awkward}");
    }
}

/// Nobody is there twice, and what a company is called does not contradict what it does.
fn trades(base: &Base) {
    let twins = base.rows(
        "SELECT nom_client, ville_fac, COUNT(*) FROM client WHERE ville_fac IS NOT NULL GROUP BY 1, 2, dep_fac HAVING COUNT(*) > 1",
    );
    // A creation of the last days may become what it was on purpose.
    assert!(twins.is_empty(), "{twins:?}");
    for wrong in [
        "COMMUNE DE LE %",
        "COMMUNE DE LES %",
        "CUMA DE LE %",
        "CUMA DE LES %",
        "COMMUNE DE A%",
        "COMMUNE DE E%",
    ] {
        assert_eq!(
            base.count(&format!("SELECT COUNT(*) FROM client WHERE nom_client LIKE '{wrong}'")),
            0,
            "{wrong}"
        );
    }
    for (name, column, code) in [
        ("CUMA %", "c_sfam_client", "CUMA"),
        ("ETA %", "c_sfam_client", "ETA"),
        ("AUTOCARS %", "c_ape", "4939B"),
        ("TRANSPORTS %", "c_ape", "4941A"),
        ("MACONNERIE %", "c_ape", "4399C"),
        ("COUVERTURE %", "c_ape", "4391B"),
        ("MENUISERIE %", "c_ape", "4332A"),
        ("PLOMBERIE %", "c_ape", "4322A"),
        ("CARRIERE %", "c_sfam_client", "CARR"),
        ("AUTO CENTRE %", "c_sfam_client", "CAUT"),
        ("COMMUNE %", "c_ape", "8411Z"),
    ] {
        let of_name = format!("SELECT DISTINCT {column} FROM client WHERE nom_client LIKE '{name}'");
        assert_eq!(base.column(&of_name), [code], "{name}");
    }
    // A contact's number is his own company's.
    let strange = "SELECT COUNT(*) FROM client_contact k JOIN client c ON replace(replace(k.portable, ' ', ''), '.', '') =
        replace(replace(c.tel_2, ' ', ''), '.', '') WHERE c.c_client <> k.c_client";
    assert_eq!(base.count(strange), 0, "a contact with another customer's mobile");
}

fn telephones(base: &Base) {
    let texts = base.column(
        "SELECT tel_1 FROM client WHERE tel_1 IS NOT NULL UNION ALL SELECT tel_2 FROM client WHERE tel_2 IS NOT NULL
         UNION ALL SELECT fax FROM client WHERE fax IS NOT NULL UNION ALL SELECT portable FROM client_contact WHERE portable IS NOT NULL
         UNION ALL SELECT tel FROM client_contact WHERE tel IS NOT NULL
         UNION ALL SELECT tel_1 FROM crm_prospect WHERE tel_1 IS NOT NULL UNION ALL SELECT tel_2 FROM crm_prospect WHERE tel_2 IS NOT NULL",
    );
    assert!(texts.len() > 7_000);
    for text in texts {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let national = digits.strip_prefix("33").map_or(digits.clone(), |rest| format!("0{rest}"));
        assert!(national.len() == 10 && FICTION.contains(&&national[..6]), "{text:?} may be somebody's");
    }
}

fn identities(base: &Base) {
    let sirets = base.column("SELECT contact_divers_2 FROM client WHERE contact_divers_2 IS NOT NULL");
    let odd: Vec<&String> = sirets.iter().filter(|siret| check_siret(siret).is_err()).collect();
    assert_eq!(odd, ["EN COURS"], "one odd SIRET and no other");
    assert_eq!(sirets.iter().collect::<BTreeSet<_>>().len(), sirets.len(), "no SIRET stands twice");
    for vat in base.column("SELECT contact_divers_1 FROM client WHERE contact_divers_1 IS NOT NULL") {
        assert_eq!(check_vat_number(&vat), Ok(()), "{vat}");
    }
    let accounts = base.rows("SELECT iban, bic FROM client WHERE iban IS NOT NULL OR c_mod_rgl_1 = 'LD'");
    assert!(accounts.len() > 1_000);
    for account in &accounts {
        let (iban, bic) = (account[0].parse::<domain::Iban>(), account[1].parse::<domain::Bic>());
        assert!(domain::agree(&bic.expect("a BIC"), &iban.expect("an IBAN")), "{account:?}");
    }
    let mails = base.column(
        "SELECT contact_divers_4 FROM client WHERE contact_divers_4 IS NOT NULL
         UNION ALL SELECT courriel FROM client_contact WHERE courriel IS NOT NULL",
    );
    for mail in mails {
        assert!(mail.ends_with(".example") && mail.parse::<domain::EmailAddress>().is_ok(), "{mail}");
    }
}

/// Every postal code and its town are in the published list.
fn towns(base: &Base) {
    let list = include_str!("../../../../fixtures/communes/communes.csv");
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let columns: Vec<&str> = line.split(';').collect();
        let name: String = domain::fold(columns[1]).to_uppercase().chars().take(35).collect();
        for code in columns[3].split(' ') {
            known.entry(code.to_owned()).or_default().push(name.clone());
        }
    }
    for row in base.rows("SELECT dep_fac, bur_dis_fac, ville_fac FROM client WHERE ville_fac IS NOT NULL") {
        let code = format!("{}{}", row[0], row[1]);
        assert!(known.get(&code).is_some_and(|names| names.contains(&row[2])), "{row:?}");
    }
    let seat = base.count("SELECT COUNT(*) FROM client WHERE dep_fac = '53'");
    assert!(seat > 1_000, "{seat} customers at home");
}

/// What a customer holds is offered in the lists.
fn codes(base: &Base) {
    for column in [
        "c_fam_client",
        "c_sfam_client",
        "c_titre",
        "c_agence",
        "c_rep",
        "c_pays",
        "c_per",
        "c_regpmt_bl",
        "c_regpmt_fac",
        "c_releve",
        "c_autoris_bl",
        "c_catc",
        "c_frais_fixe",
        "c_ref_oblig",
        "c_mod_rgl_1",
        "jour_1",
        "c_type_fact",
        "codepays",
        "codemonnaie",
        "type_edition_fac",
    ] {
        let unlisted = format!(
            "SELECT DISTINCT {column} FROM client WHERE {column} IS NOT NULL
             AND {column} NOT IN (SELECT code FROM code_liste WHERE liste = '{column}')"
        );
        assert_eq!(base.column(&unlisted), Vec::<String>::new(), "{column}");
        assert!(
            base.count(&format!("SELECT COUNT({column}) FROM client")) > 0,
            "{column} is empty everywhere"
        );
    }
}

fn prospects(base: &Base) {
    let count = |sql: &str| base.count(sql);
    assert!(count("SELECT COUNT(*) FROM crm_prospect WHERE motif_perte IS NOT NULL") > 100);
    assert!(count("SELECT COUNT(DISTINCT etape) FROM crm_prospect") == 5);
    let idle = "SELECT COUNT(*) FROM crm_prospect WHERE change_le < '2025-11-18' AND supprime_le IS NULL AND c_client IS NULL";
    assert!(count(idle) > 100, "some are idle for a year");
    assert_eq!(
        count("SELECT COUNT(*) FROM crm_doublon WHERE autre_type = 'P'"),
        1,
        "two reps found one company"
    );
    assert_eq!(count("SELECT COUNT(*) FROM crm_conflit"), 2, "one of earlier, one of the last days");
    // Whoever became a customer took his visits along, each under its own file's name.
    let moved = "SELECT COUNT(*) FROM client_relation WHERE objet LIKE '[PROSPECT] Visite du %'";
    let theirs = "SELECT COUNT(*) FROM crm_visite_prospect v JOIN crm_prospect p USING (prospect) WHERE p.c_client IS NOT NULL";
    assert_eq!(count(moved), count(theirs));
    // Prospects have the rows that integration leaves: an attachment, and of whatever can be compared a key.
    let bare = "SELECT COUNT(*) FROM crm_prospect p WHERE NOT EXISTS (SELECT 1 FROM crm_rattachement r WHERE r.prospect = p.prospect)";
    assert_eq!(count(bare), 0);
    let keyless = "SELECT COUNT(*) FROM crm_prospect p WHERE tel_1 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM crm_cle_prospect k WHERE k.prospect = p.prospect)";
    assert_eq!(count(keyless), 0);
    let shared =
        "SELECT COUNT(*) FROM (SELECT 1 FROM crm_cle_prospect GROUP BY sorte, cle HAVING COUNT(*) > 1)";
    assert_eq!(count(shared), 1, "no other two are the same by accident");
}
