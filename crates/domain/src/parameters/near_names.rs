//! Which name a misspelt one may have meant.

/// The names that look like `asked`, nearest first, at most three.
pub(super) fn near(asked: &str, names: &[&'static str]) -> Vec<&'static str> {
    let asked = asked.trim().to_lowercase().replace('-', "_");
    // A third of the letters wrong is still a misspelling; more is another word.
    let bound = (asked.chars().count() / 3).max(2);
    let mut near: Vec<(usize, &'static str)> = Vec::new();
    for name in names {
        let within = asked.len() >= 4 && name.contains(&asked);
        let distance = if within { 1 } else { distance(&asked, name) };
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

/// How many signs to insert, remove or replace (Levenshtein), one row at a time.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for ((y, diagonal), above) in b.chars().zip(&row).zip(row.iter().skip(1)) {
            left = (left + 1).min(above + 1).min(diagonal + usize::from(x != y));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("chat", "chats", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
