//! Lifelike names of companies from a seed: invented, with the beginnings and the words that many of them share.

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Both included.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + usize::try_from(self.next() % (most - least + 1) as u64).unwrap_or_default()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.between(0, from.len().saturating_sub(1));
        from.get(at).copied().unwrap_or_default()
    }

    /// Letters that need not stand in any name.
    pub fn letters(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'a' + u8::try_from(self.between(0, 25)).unwrap_or_default())).collect()
    }
}

/// Codes and names.
pub struct Names(Vec<(String, String)>);

const FORMS: [&str; 12] = [
    "SARL",
    "EARL",
    "GAEC",
    "SAS",
    "SCEA",
    "Ets",
    "Garage",
    "Transports",
    "Travaux Publics",
    "Entreprise",
    "EURL",
    "CUMA",
];
const BEGINNINGS: [&str; 40] = [
    "Mar", "Ber", "Du", "Le", "Mo", "Gar", "Ro", "Da", "Fou", "Gi", "Bon", "Lam", "Fon", "Rou", "Vin", "Mul",
    "Lef", "Fau", "And", "Mer", "Blan", "Gué", "Boy", "Che", "Fran", "Cou", "Cle", "Gau", "Per", "Hu", "Ri",
    "Phi", "Lu", "Bar", "Bri", "Jo", "Qué", "Tan", "Ul", "Zé",
];
const MIDDLES: [&str; 20] = [
    "ti", "na", "pon", "ro", "mai", "lle", "ssa", "ga", "che", "vi", "bo", "cque", "de", "gno", "pha", "rre",
    "st", "tou", "yé", "x",
];
const ENDINGS: [&str; 24] = [
    "neau", "rd", "er", "t", "nd", "lin", "s", "ois", "ault", "el", "ier", "in", "and", "oux", "eau", "ac",
    "é", "ard", "et", "ette", "on", "ez", "cq", "ic",
];
const WORDS: [&str; 14] = [
    "et Fils",
    "Frères",
    "du Moulin",
    "de la Vallée",
    "Agricole",
    "Auto",
    "Services",
    "Pneus",
    "du Bourg",
    "des Prés",
    "TP",
    "& Cie",
    "Location",
    "Élevage",
];

impl Names {
    /// So many.
    pub fn new(count: u64, random: &mut Random) -> Self {
        Self((0..count).map(|number| (format!("{:06}", number * 3 + 100), name(random))).collect())
    }

    pub fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(code, name)| (code.as_str(), name.as_str()))
    }

    /// So many letters out of a name, as somebody might type them.
    pub fn piece(&self, random: &mut Random, length: usize) -> String {
        loop {
            let signs: Vec<char> = self.folded(random).chars().collect();
            let start = random.between(0, signs.len().saturating_sub(length));
            let piece: String = signs.iter().skip(start).take(length).collect();
            // Nobody searches for a blank.
            if piece.trim().len() == piece.len() {
                return piece;
            }
        }
    }

    /// The first letters of a name.
    pub fn beginning(&self, random: &mut Random, length: usize) -> String {
        self.folded(random).chars().take(length).collect::<String>().trim().to_owned()
    }

    fn folded(&self, random: &mut Random) -> String {
        let at = random.between(0, self.0.len().saturating_sub(1));
        self.0.get(at).map(|(_, name)| domain::fold(name)).unwrap_or_default()
    }
}

fn name(random: &mut Random) -> String {
    let middle = if random.between(0, 2) == 0 { random.pick(&MIDDLES) } else { "" };
    let family =
        format!("{}{}{middle}{}", random.pick(&BEGINNINGS), random.pick(&MIDDLES), random.pick(&ENDINGS));
    match random.between(0, 4) {
        0 => family,
        1 => format!("{family} {}", random.pick(&WORDS)),
        2 => format!("{} {family} {}", random.pick(&FORMS), random.pick(&WORDS)),
        _ => format!("{} {family}", random.pick(&FORMS)),
    }
}
