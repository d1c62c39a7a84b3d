//! From a template to subject and body.
//!
//! A template is a file of `templates/mail`: « Objet : » and the subject, a blank line, the body. Whatever a value holds, it
//! stays a value: it is never read as a template, and every text goes through `on_one_line` on its way out, so that a new mail
//! cannot forget it. The one exception is what `quoted` made.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, escape_formatter};

use super::one_line::{OneLine, on_one_line, quoted};
use crate::failure::Failure;

/// What the first line of every template begins with.
const SUBJECT: &str = "Objet : ";

/// A template and the values given to it do not suit each other: a fault of this program, that its tests look for.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// A misspelled tag, or a value that is missing.
    #[error("a mail cannot be written: {0}")]
    Rendering(#[from] minijinja::Error),
    /// The first line is no subject.
    #[error("a mail cannot be written: its template {0} does not begin with a subject and a blank line")]
    NoSubject(&'static str),
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        Self::Other(error.to_string())
    }
}

/// A file of `templates/mail`.
pub(super) struct Template {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

/// The template of that name, built into the program: mails are composed where no folder can be missing.
macro_rules! template {
    ($name:literal) => {
        $crate::mail::template::Template {
            name: concat!($name, ".txt"),
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mail/", $name, ".txt")),
        }
    };
}

pub(super) use template;

/// What a template and its values come to.
pub(super) struct Text {
    pub(super) subject: OneLine,
    pub(super) body: String,
}

impl Template {
    pub(super) fn render(&self, values: Value) -> Result<Text, TemplateError> {
        let text = environment()?.render_named_str(self.name, self.text, values)?;
        let (subject, body) = text
            .strip_prefix(SUBJECT)
            .and_then(|text| text.split_once("\n\n"))
            .ok_or(TemplateError::NoSubject(self.name))?;
        Ok(Text { subject: OneLine::new(subject), body: body.trim_end().to_owned() })
    }
}

/// Somebody's own words as a value: quoted, so that their lines may stay lines. None when nothing is said.
pub(super) fn quotation(words: &str) -> Value {
    quoted(words).map(Value::from_safe_string).into()
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => Ok(out.write_str(&on_one_line(text))?),
        _ => escape_formatter(out, state, value),
    });
    // Plain blanks: so the user wrote that sentence. Of an empty value one is left, the other is collapsed: « ».
    environment.add_filter("guillemets", |text: &str| format!("« {text} »"));
    Ok(environment)
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    fn render(text: &'static str, values: Value) -> Result<Text, TemplateError> {
        Template { name: "test.txt", text }.render(values)
    }

    #[test]
    fn a_value_is_never_read_as_a_template_nor_escaped() {
        let name = "{{ other }} {% if x %} <b>&amp; {# #}";
        let text = render("Objet : {{ name }}\n\n{{ name }}\n", context! { name, other => "!" }).unwrap();
        assert_eq!((text.subject.as_str(), text.body.as_str()), (name, name));
    }

    #[test]
    fn what_does_not_suit_is_an_error() {
        let values = || context! { name => "Martin" };
        assert!(matches!(render("Objet : {{ nom }}\n\n-", values()), Err(TemplateError::Rendering(_))));
        assert!(matches!(
            render("Objet : {{ name }}\n-", values()),
            Err(TemplateError::NoSubject("test.txt"))
        ));
        assert!(matches!(render("{{ name }}\n\n-", values()), Err(TemplateError::NoSubject("test.txt"))));
    }
}
