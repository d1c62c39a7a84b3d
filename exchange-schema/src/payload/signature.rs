//! The signature under a payment authorisation. It comes from a laptop and may be hostile: show it as an image only
//! (`<img>`, never inline SVG), and never in a base that is not its owner's.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::checked_text::checked_text;
use crate::{shapes, spelling};

/// « signature client dans un encart »: who signed what, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(into = "SignatureOnWire")]
#[schemars(with = "SignatureOnWire")]
pub struct Signature {
    /// The strokes.
    pub drawing: Drawing,
    /// The name of the person who signed.
    pub signer: Words,
    /// Where it was signed (« Fait à »).
    pub place: Words,
    /// When, in whole seconds.
    pub signed_at: DateTime<Utc>,
    /// The text that was signed, word for word as it was shown.
    pub text: Words,
}

/// A signature's strokes, in one of the two forms that a laptop makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawing {
    /// `svg`.
    Svg(SvgText),
    /// `png_base64`.
    Png(PngBase64),
}

/// Something that was said: not blank, at most 10,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("minLength" = 1, "maxLength" = 10_000, "pattern" = r"\S"))]
pub struct Words(String);

/// A text that says nothing or too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WordsError {
    /// Nothing but blanks.
    #[error("the text is blank")]
    Blank,
    /// More than 10,000 characters.
    #[error("the text has more than {} characters", Words::MAX_CHARS)]
    TooLong,
}

impl Words {
    /// The longest text.
    pub const MAX_CHARS: usize = 10_000;

    fn check(text: &str) -> Result<(), WordsError> {
        if text.trim().is_empty() {
            return Err(WordsError::Blank);
        }
        if text.chars().nth(Self::MAX_CHARS).is_some() { Err(WordsError::TooLong) } else { Ok(()) }
    }
}

checked_text!(Words, WordsError);

/// A drawing that is not what its key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DrawingError {
    /// `svg` does not begin with `<svg` or `<?xml`.
    #[error("not an SVG document")]
    Svg,
    /// `png_base64` is no padded base64 of a PNG file.
    #[error("not a PNG in base64")]
    Png,
}

/// A text that begins as an SVG document does. What else it holds is not judged: see the module's warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = r"^<(svg|\?xml)"))]
pub struct SvgText(String);

impl SvgText {
    fn check(text: &str) -> Result<(), DrawingError> {
        let begins = ["<svg", "<?xml"].iter().any(|start| text.starts_with(start));
        if begins { Ok(()) } else { Err(DrawingError::Svg) }
    }
}

checked_text!(SvgText, DrawingError);

/// A PNG file in padded standard base64, known by its first eight bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = r"^iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$"))]
pub struct PngBase64(String);

impl PngBase64 {
    /// How the eight bytes that every PNG begins with look in base64 (the last digit of the eighth is free).
    const START: &str = "iVBORw0KGgo";

    fn check(text: &str) -> Result<(), DrawingError> {
        let digits = text.trim_end_matches('=');
        let padded = text.len().is_multiple_of(4) && text.len() - digits.len() <= 2;
        let is_digit = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
        let is_png = text.starts_with(Self::START) && padded && digits.bytes().all(is_digit);
        if is_png { Ok(()) } else { Err(DrawingError::Png) }
    }
}

checked_text!(PngBase64, DrawingError);

/// `signature` as it travels: exactly one of the two drawings.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    rename = "Signature",
    extend("oneOf" = [{ "required": ["svg"] }, { "required": ["png_base64"] }])
)]
struct SignatureOnWire {
    /// The strokes as an SVG document; show it as an image only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    svg: Option<SvgText>,
    /// The strokes as a PNG file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    png_base64: Option<PngBase64>,
    /// The name of the person who signed.
    signer: Words,
    /// Where it was signed.
    place: Words,
    /// When.
    #[serde(with = "spelling::instant")]
    #[schemars(with = "shapes::Instant")]
    signed_at: DateTime<Utc>,
    /// The text that was signed.
    text: Words,
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let SignatureOnWire { svg, png_base64, signer, place, signed_at, text } =
            SignatureOnWire::deserialize(deserializer)?;
        let drawing = match (svg, png_base64) {
            (Some(svg), None) => Drawing::Svg(svg),
            (None, Some(png)) => Drawing::Png(png),
            (Some(_), Some(_)) => return Err(D::Error::custom("two drawings: svg and png_base64")),
            (None, None) => return Err(D::Error::missing_field("svg")),
        };
        Ok(Self { drawing, signer, place, signed_at, text })
    }
}

impl From<Signature> for SignatureOnWire {
    fn from(signature: Signature) -> Self {
        let Signature { drawing, signer, place, signed_at, text } = signature;
        let (svg, png_base64) = match drawing {
            Drawing::Svg(svg) => (Some(svg), None),
            Drawing::Png(png) => (None, Some(png)),
        };
        Self { svg, png_base64, signer, place, signed_at, text }
    }
}
