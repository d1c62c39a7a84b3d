//! Lifelike French data: names, addresses, telephone numbers (of the ranges kept for fiction), and numbers whose check digits hold.
//! Everything that may make two prospects the same comes from a running number, so that two are the same only on purpose.

use serde_json::{Map, Value, json};

use super::random::Random;

/// A sheet: column and value.
pub type Fields = Map<String, Value>;

const KINDS: [&str; 10] =
    ["GARAGE", "EARL", "GAEC", "TRANSPORTS", "ETA", "SARL", "CUMA", "ÉTS", "S.C.E.A.", "AUTO-ÉCOLE"];
const NAMES: [&str; 16] = [
    "Perrin",
    "Lefèvre",
    "du Moulin",
    "Hoüel",
    "Le Goff",
    "d'Aulnay",
    "Crêté",
    "Œuvrard",
    "Noël & Fils",
    "Bazin",
    "Guérin",
    "Çaban",
    "Poirier",
    "de la Gâtine",
    "Rousseau",
    "Naïm",
];
const STREETS: [&str; 8] = [
    "rue de la Gâtine",
    "ZA des Chênes",
    "route de Laval",
    "place de l'Église",
    "impasse du Pré-aux-Œufs",
    "avenue du Maréchal Foch",
    "La Haute Brûlerie",
    "quai d'Orléans",
];
/// Town, `dep_fac`, `bur_dis_fac`; Corsica 20 + 3, overseas 974 + 2.
const TOWNS: [(&str, &str, &str); 8] = [
    ("Lassay-les-Châteaux", "53", "110"),
    ("Château-Gontier", "53", "200"),
    ("Évron", "53", "600"),
    ("Saint-Hilaire-du-Harcouët", "50", "600"),
    ("Le Mans", "72", "000"),
    ("Ajaccio", "20", "000"),
    ("Saint-Denis", "974", "00"),
    ("Vitré", "35", "500"),
];
/// Bank, branch, BIC.
const BANKS: [(&str, &str, &str); 4] = [
    ("30004", "00823", "BNPAFRPPXXX"),
    ("17906", "00090", "AGRIFRPP879"),
    ("10278", "39030", "CMCIFR2A"),
    ("14445", "00400", "CEPAFRPP444"),
];
const ACTIVITIES: [(&str, &str); 4] = [
    ("Culture de céréales", "0111Z"),
    ("Entretien de véhicules", "4520A"),
    ("Transports routiers", "4941B"),
    ("Travaux agricoles à façon", "0161Z"),
];

/// Makes values; none of those that identify comes twice.
#[derive(Default)]
pub struct Values {
    serial: usize,
}

impl Values {
    /// Values that differ from the first `serial` ones.
    pub const fn from_number(serial: usize) -> Self {
        Self { serial }
    }

    fn serial(&mut self) -> usize {
        self.serial += 1;
        self.serial
    }

    /// At most 35 characters with its running number, so that a subject of a mail tells who is meant.
    pub fn name(&mut self, random: &mut Random) -> String {
        format!("{} {} {}", random.pick(&KINDS), random.pick(&NAMES), self.serial())
    }

    pub fn address(&mut self, random: &mut Random) -> String {
        format!("{} {}", self.serial(), random.pick(&STREETS))
    }

    /// A new number, in one of the ways in which people write it.
    pub fn phone(&mut self, random: &mut Random) -> String {
        let serial = self.serial();
        let range = ["199", "261", "353", "465", "536"][serial % 5];
        let next = ["00", "91", "01", "71", "49"][serial % 5];
        written(&format!("{range}{next}{:04}", serial / 5 % 10_000), random)
    }

    pub fn mobile(&mut self, random: &mut Random) -> String {
        written(&format!("600{:06}", self.serial()), random)
    }

    pub fn email(&mut self) -> String {
        format!("accueil{}@prospect.example", self.serial())
    }

    pub fn contact(&mut self) -> String {
        format!("Mme Lemaître, poste {}", self.serial())
    }

    /// Fourteen digits; the first nine (SIREN) and all of them obey Luhn.
    pub fn siret(&mut self) -> String {
        let siren = with_luhn(&format!("{:08}", 31_400_000 + self.serial()));
        with_luhn(&format!("{siren}{:04}", 1))
    }

    /// « RIB »: IBAN and BIC of one bank.
    pub fn bank_account(&mut self, random: &mut Random) -> (String, String) {
        let (bank, branch, bic) = *random.pick(&BANKS);
        let account = format!("{:011}", 20_000_000 + self.serial());
        (iban(bank, branch, &account), bic.to_owned())
    }

    /// Annex 2 complete and valid, paid by transfer; `tel_1` and the rest are new.
    pub fn full_sheet(&mut self, random: &mut Random, name: &str, c_rep: &str) -> Fields {
        let (town, department, office) = *random.pick(&TOWNS);
        let (activity, naf) = *random.pick(&ACTIVITIES);
        let (family, sub_family) = *random.pick(&[("AGRI", "CERE"), ("GARA", "MULT"), ("TRAN", "LONG")]);
        let siret = self.siret();
        let vat = vat_number(&siret[..9]);
        let sheet = json!({
            "c_fam_client": family, "c_sfam_client": sub_family, "c_titre": "SARL", "nom_client": name,
            "adr1_fac": self.address(random), "adr2_fac": "Bâtiment C", "adr3_fac": "BP 14",
            "dep_fac": department, "bur_dis_fac": office, "ville_fac": town, "c_agence": "LAV", "c_rep": c_rep,
            "c_pays": "FR", "tel_1": self.phone(random), "fax": self.phone(random), "tel_2": self.mobile(random),
            "contact_divers_1": vat, "contact_divers_2": siret, "contact_divers_3": activity,
            "contact_divers_4": self.email(), "c_per": "M", "c_regpmt_bl": "O", "c_regpmt_fac": "N",
            "c_releve": "O", "c_autoris_bl": "N", "c_catc": "AGRI01", "c_frais_fixe": "N", "c_ref_oblig": "N",
            "c_mod_rgl_1": "VR", "nb_jour_1": 30, "jour_1": "10", "c_type_fact": "F", "c_attention": "M. Noël",
            "c_ape": naf, "date_creation_ste": "2004-03-01", "codepays": "FR", "codemonnaie": "EUR",
            "type_edition_fac": "P",
        });
        sheet.as_object().expect("an object").clone()
    }
}

/// Nine digits after the 0, as somebody types them.
fn written(nine: &str, random: &mut Random) -> String {
    let (first, rest) = nine.split_at(1);
    let pairs: Vec<&str> = (0..4).map(|i| &rest[2 * i..2 * i + 2]).collect();
    match random.below(5) {
        0 => format!("0{nine}"),
        1 => format!("0{first}.{}", pairs.join(".")),
        2 => format!("+33 {first} {}", pairs.join(" ")),
        3 => format!("+33{nine}"),
        _ => format!("0{first} {}", pairs.join(" ")),
    }
}

/// The same number as somebody else would write it.
pub fn rewritten(phone: &str, random: &mut Random) -> String {
    let digits: String = phone.replace("+33", "0").chars().filter(char::is_ascii_digit).collect();
    written(&digits[1..], random)
}

/// Digits with blanks between them, as on a letterhead.
pub fn spaced(siret: &str) -> String {
    format!("{} {} {} {}", &siret[..3], &siret[3..6], &siret[6..9], &siret[9..])
}

fn with_luhn(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, digit)| {
            let value = u32::from(digit - b'0') * if i % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// The key is (12 + 3 × (SIREN mod 97)) mod 97.
fn vat_number(siren: &str) -> String {
    format!("FR{:02}{siren}", (12 + 3 * (number(siren) % 97)) % 97)
}

fn iban(bank: &str, branch: &str, account: &str) -> String {
    let key = 97 - (89 * number(bank) + 15 * number(branch) + 3 * number(account)) % 97;
    let bban = format!("{bank}{branch}{account}{key:02}");
    // « FR00 » at the end, letters as numbers from A = 10.
    let rest =
        format!("{bban}152700").bytes().fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    format!("FR{:02}{bban}", 98 - rest)
}

fn number(digits: &str) -> u64 {
    digits.parse().expect("digits")
}

#[test]
fn check_digits_are_those_of_known_numbers() {
    assert_eq!(with_luhn("73282932"), "732829320");
    assert_eq!(with_luhn("7328293200007"), "73282932000074");
    assert_eq!(vat_number("732829320"), "FR44732829320");
    assert_eq!(iban("30006", "00001", "12345678901"), "FR7630006000011234567890189");
    let phone: String = rewritten("+33 2 61 91 00 07", &mut Random::new(3)).replace([' ', '.'], "");
    assert!(phone.ends_with("261910007"), "{phone}");
}
