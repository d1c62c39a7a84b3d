//! Which name a misspelt one may have meant.

/// The names that look like `asked`, nearest first, at most three.
pub(super) fn near(asked: &str, names: &[&'static str]) -> Vec<&'static str> {
    let asked = asked.trim().to_lowercase().replace('-', "_");
    // A third of the letters wrong is still a misspelling; more is another word.
    let bound = (asked.chars().count() / 3).max(2);
    let mut near: Vec<(usize, &'static str)> = Vec::new();
    for name in names {
        let within = asked.len() >= 4 && name.contains(&asked);
        let distance = if within { 1 } else { strsim::levenshtein(&asked, name) };
        if distance <= bound {
            near.push((distance, name));
        }
    }
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The end of the message.
pub(super) fn hint(near: &[&str]) -> String {
    if near.is_empty() {
        format!("the parameters are {}", super::Parameters::NAMES.join(", "))
    } else {
        format!("did you mean {}?", near.join(" or "))
    }
}
