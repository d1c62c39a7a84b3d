//! Who works at the invented company: eight reps, two accountants, one administrator; agencies, sectors, lists of codes.

/// The company.
pub(super) const COMPANY: &str = "Bocage Pneus";
/// What it does and where, for the summary.
pub(super) const COMPANY_IS: &str =
    "an invented tyre wholesaler: seat in Laval, agencies in Angers, Rennes and Le Mans";
/// Of its mail addresses.
pub(super) const DOMAIN: &str = "bocage-pneus.example";

/// A rep.
#[derive(Debug)]
pub(super) struct Rep {
    /// The user folder.
    pub(super) folder: &'static str,
    /// As people call him.
    pub(super) name: &'static str,
    /// ERP user code.
    pub(super) c_user: &'static str,
    /// ERP sales-rep code.
    pub(super) c_rep: &'static str,
    /// The départements that he works in.
    pub(super) departments: &'static [&'static str],
}

/// All of them. Whoever shares a département with another one has every second customer there.
pub(super) const REPS: [Rep; 8] = [
    rep("jdupont", "Jérôme Dupont", "JD", "JD01", &["53"]),
    rep("amartin", "Anne Martin", "AM", "AM01", &["53"]),
    rep("lbernard", "Louise Bernard", "LB", "LB01", &["72"]),
    rep("pmoreau", "Paul Moreau", "PM", "PM01", &["72"]),
    rep("sleroy", "Sophie Leroy", "SL", "SL01", &["49"]),
    rep("ngirard", "Nicolas Girard", "NG", "NG01", &["49"]),
    rep("mfontaine", "Marie Fontaine", "MF", "MF01", &["35"]),
    rep("tgauthier", "Thomas Gauthier", "TG", "TG01", &["50", "61"]),
];

const fn rep(
    folder: &'static str,
    name: &'static str,
    c_user: &'static str,
    c_rep: &'static str,
    departments: &'static [&'static str],
) -> Rep {
    Rep { folder, name, c_user, c_rep, departments }
}

/// The others: folder, name, ERP user code, sales-rep code, administrator, accountant.
const OFFICE: [(&str, &str, &str, &str, bool, bool); 3] = [
    ("cpetit", "Claire Petit", "CP", "", false, true),
    ("vroux", "Valérie Roux", "VR", "", false, true),
    ("adelorme", "Alain Delorme", "AD", "AD01", true, false),
];

/// The accountant who decides.
pub(super) const ACCOUNTANT: &str = "cpetit";

/// How many users there are.
pub(super) const USERS: usize = REPS.len() + OFFICE.len();

/// The correspondence table, as `users import` reads it.
pub(super) fn users_csv() -> String {
    let reps = REPS.iter().map(|rep| (rep.folder, rep.name, rep.c_user, rep.c_rep, false, false));
    let line = |(folder, name, c_user, c_rep, admin, accountant): (&str, &str, &str, &str, bool, bool)| {
        let (admin, accountant) = (u8::from(admin), u8::from(accountant));
        let mail = address(folder);
        format!("BOCAGE\\{folder};{c_user};{c_rep};{mail};{name};{admin};{accountant}\n")
    };
    let header = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable\n".to_owned();
    header + &reps.chain(OFFICE).map(line).collect::<String>()
}

/// The mail address of a user: the first letter, a dot, the rest.
pub(super) fn address(folder: &str) -> String {
    let (first, rest) = folder.split_at_checked(1).unwrap_or((folder, ""));
    format!("{first}.{rest}@{DOMAIN}")
}

/// The business parameters that differ from their default, as `params import` reads them.
pub(super) fn parameters() -> serde_json::Value {
    let sectors = SECTORS.map(|(motif, secteur)| serde_json::json!({ "motif": motif, "secteur": secteur }));
    serde_json::json!({
        "creancier": COMPANY,
        "courriels_creation": [format!("compta@{DOMAIN}")],
        "courriels_erreur": [format!("informatique@{DOMAIN}")],
        "categories_agriculteur": [FARMER],
        "secteurs": sectors,
    })
}

/// The category that may pay by cheque.
const FARMER: &str = "AGRI";

const SECTORS: [(&str, &str); 6] = [
    ("53*", "MAYENNE"),
    ("72*", "SARTHE"),
    ("49*", "ANJOU"),
    ("35*", "HAUTE BRETAGNE"),
    ("61*", "PERCHE ET ALENCON"),
    ("50*", "MANCHE"),
];

/// The agency of a département.
pub(super) fn agency(department: &str) -> &'static str {
    match department {
        "49" => "ANG",
        "35" | "50" => "REN",
        "72" | "61" => "LEM",
        _ => "LAV",
    }
}

/// The ERP's lists: column, then code, words and (of a sub-category) its category.
pub(super) type CodeList = (&'static str, &'static [(&'static str, &'static str, Option<&'static str>)]);

/// What every drop-down offers, but for the reps, who are in [`REPS`].
pub(super) const CODES: &[CodeList] = &[
    (
        "c_fam_client",
        &[
            ("AGRI", "Agriculture", None),
            ("GAR", "Garages et centres auto", None),
            ("TP", "Travaux publics et carrières", None),
            ("TRAN", "Transport", None),
            ("FLOT", "Flottes d'entreprise", None),
            ("COLL", "Collectivités", None),
        ],
    ),
    (
        "c_sfam_client",
        &[
            ("CER", "Céréales", Some("AGRI")),
            ("ELEV", "Élevage", Some("AGRI")),
            ("ETA", "Entreprise de travaux agricoles", Some("AGRI")),
            ("CUMA", "CUMA", Some("AGRI")),
            ("INDE", "Garage indépendant", Some("GAR")),
            ("CAUT", "Centre auto", Some("GAR")),
            ("TERR", "Terrassement", Some("TP")),
            ("CARR", "Carrière, génie civil", Some("TP")),
            ("MARC", "Marchandises", Some("TRAN")),
            ("VOYA", "Voyageurs", Some("TRAN")),
            ("ARTI", "Artisan", Some("FLOT")),
            ("INDU", "Industrie et commerce", Some("FLOT")),
            ("COMM", "Commune", Some("COLL")),
        ],
    ),
    (
        "c_titre",
        &[
            ("M", "Monsieur", None),
            ("MME", "Madame", None),
            ("SARL", "SARL", None),
            ("SAS", "SAS", None),
            ("EARL", "EARL", None),
            ("GAEC", "GAEC", None),
            ("SCEA", "SCEA", None),
            ("ETS", "Établissements", None),
            ("CUMA", "CUMA", None),
            ("MAIR", "Mairie", None),
        ],
    ),
    (
        "c_agence",
        &[("LAV", "Laval", None), ("ANG", "Angers", None), ("REN", "Rennes", None), ("LEM", "Le Mans", None)],
    ),
    ("c_pays", &[("FR", "France", None), ("BE", "Belgique", None), ("LU", "Luxembourg", None)]),
    ("codepays", &[("FR", "France", None), ("BE", "Belgique", None), ("LU", "Luxembourg", None)]),
    ("codemonnaie", &[("EUR", "Euro", None)]),
    ("c_per", &[("M", "Mensuelle", None), ("Q", "Par quinzaine", None), ("D", "Décadaire", None)]),
    ("c_regpmt_bl", YES_NO),
    ("c_regpmt_fac", YES_NO),
    ("c_releve", YES_NO),
    ("c_autoris_bl", YES_NO),
    ("c_frais_fixe", YES_NO),
    ("c_ref_oblig", YES_NO),
    (
        "c_catc",
        &[
            ("STD", "Grille standard", None),
            ("AGRI01", "Grille agricole", None),
            ("GAR01", "Grille garages", None),
            ("TPGC01", "Grille TP et génie civil", None),
            ("PL01", "Grille poids lourds", None),
            ("FLOTTE", "Grille flottes", None),
            ("COLL01", "Grille collectivités", None),
        ],
    ),
    (
        "c_mod_rgl_1",
        &[
            ("CH", "Chèque", None),
            ("LD", "LCR directe", None),
            ("PR", "Prélèvement", None),
            ("VI", "Virement", None),
        ],
    ),
    ("jour_1", &[("05", "Le 5", None), ("10", "Le 10", None), ("15", "Le 15", None), ("25", "Le 25", None)]),
    ("c_type_fact", &[("S", "Facture simple", None), ("R", "Facture récapitulative", None)]),
    (
        "type_edition_fac",
        &[("P", "Papier", None), ("M", "Par mail", None), ("D", "Plateforme de dématérialisation", None)],
    ),
];

const YES_NO: &[(&str, &str, Option<&str>)] = &[("O", "Oui", None), ("N", "Non", None)];
