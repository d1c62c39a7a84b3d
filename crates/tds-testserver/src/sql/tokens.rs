//! The words of a T-SQL text, with the line that each stands on.

use super::errors::SqlError;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// A name in brackets or double quotes.
    Quoted,
    Text,
    Number,
    /// `@name`, or `@@name` of the system.
    Variable,
    Sign,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'t> {
    pub(crate) kind: Kind,
    pub(crate) text: &'t str,
    pub(crate) start: usize,
    /// From 1.
    pub(crate) line: u32,
    pub(crate) is_first_of_line: bool,
}

impl<'t> Token<'t> {
    /// Whether it is that keyword or sign; a quoted name is no keyword.
    pub(crate) fn is(&self, word: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign | Kind::Variable) && self.text.eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// A name without its quotes.
    pub(crate) fn name(&self) -> &'t str {
        match self.kind {
            Kind::Quoted => self.text.get(1..self.text.len() - 1).unwrap_or_default(),
            _ => self.text,
        }
    }
}

/// Cuts a text into tokens; comments are left out.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token<'_>>, SqlError> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let (mut start, mut line) = (0, 1);
    let mut is_first_of_line = true;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = next(rest).map_err(|error| error.at(line))?;
        let token = &rest[..length];
        if let Some(kind) = kind {
            found.push(Token { kind, text: token, start, line, is_first_of_line });
            is_first_of_line = false;
        }
        let lines = token.matches('\n').count();
        line += u32::try_from(lines).unwrap_or(0);
        is_first_of_line |= kind.is_none() && lines > 0;
        start += length;
    }
    Ok(found)
}

/// Kind and length of what a text begins with; no kind is white space or a comment.
fn next(rest: &str) -> Result<(Option<Kind>, usize), SqlError> {
    let while_ = |fits: fn(char) -> bool| rest.find(|sign| !fits(sign)).unwrap_or(rest.len());
    let first = rest.chars().next().unwrap_or(' ');
    Ok(match first {
        _ if first.is_whitespace() => (None, while_(char::is_whitespace)),
        _ if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
        _ if rest.starts_with("/*") => (None, comment(rest)?),
        '\'' => (Some(Kind::Text), quoted(rest, '\'')?),
        '"' => (Some(Kind::Quoted), quoted(rest, '"')?),
        '[' => (Some(Kind::Quoted), quoted(rest, ']')?),
        '@' => (Some(Kind::Variable), while_(|sign| sign == '@' || is_of_word(sign))),
        '0'..='9' => (Some(Kind::Number), while_(|sign| sign == '.' || is_of_word(sign))),
        _ if is_of_word(first) => (Some(Kind::Word), while_(is_of_word)),
        _ => {
            let two = ["<=", ">=", "<>", "!=", "||", "=="].iter().any(|sign| rest.starts_with(sign));
            (Some(Kind::Sign), if two { 2 } else { first.len_utf8() })
        }
    })
}

fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '#' | '$')
}

/// Comments may be nested.
fn comment(rest: &str) -> Result<usize, SqlError> {
    let (mut depth, mut place) = (0_u32, 0);
    while place < rest.len() {
        let here = &rest.as_bytes()[place..];
        let step = match here {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                2
            }
            _ => 1,
        };
        place += step;
        if depth == 0 {
            return Ok(place);
        }
    }
    Err(SqlError::new(113, 15, 1, "Missing end comment mark '*/'."))
}

/// A quote inside is doubled.
fn quoted(rest: &str, end: char) -> Result<usize, SqlError> {
    let mut place = 1;
    loop {
        let Some(found) = rest.get(place..).and_then(|inside| inside.find(end)) else {
            let words = format!("Unclosed quotation mark after the character string '{}'.", &rest[1..]);
            return Err(SqlError::new(105, 15, 1, words));
        };
        place += found + 1;
        match rest[place..].starts_with(end) {
            true => place += 1,
            false => return Ok(place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn words_and_lines() {
        let text =
            "SELECT 'it''s', [a ]] b] -- note\n  FROM /* x /* y */ z */ dbo.t\nWHERE a<=@P1 AND b = 1.5";
        let found = tokens(text).unwrap();
        let words: Vec<&str> = found.iter().map(|token| token.text).collect();
        assert_eq!(
            words,
            [
                "SELECT", "'it''s'", ",", "[a ]] b]", "FROM", "dbo", ".", "t", "WHERE", "a", "<=", "@P1",
                "AND", "b", "=", "1.5"
            ]
        );
        let starts: Vec<(&str, u32)> = found
            .iter()
            .filter(|token| token.is_first_of_line)
            .map(|token| (token.text, token.line))
            .collect();
        assert_eq!(starts, [("SELECT", 1), ("FROM", 2), ("WHERE", 3)]);
    }

    #[test]
    fn what_is_not_closed() {
        for (text, number) in [("SELECT 'a", 105), ("SELECT [a", 105), ("SELECT /* a", 113), ("\n'é", 105)] {
            assert_eq!(tokens(text).unwrap_err().number, number, "{text:?}");
        }
    }
}
