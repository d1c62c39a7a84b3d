//! What the window shows, asked through WebDriver.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::actions::{Actions, InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::{PATIENCE, keys, until};

/// Finds what a person would point at.
const FIND: &str = include_str!("page.js");
/// How WebDriver calls an element in JSON (W3C WebDriver, web element identifier).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// One answer of the driver; a page that hangs fails the test instead of stopping it.
const ANSWER: Duration = Duration::from_secs(30);

/// How long the pointer takes from one point of a line to the next: the page draws on its own beat, and is given a few.
const STROKE_STEP: Duration = Duration::from_millis(40);

/// Something that can be pointed at, and is shown.
#[derive(Debug, Clone, Copy)]
pub enum Spot<'a> {
    /// A control by its role and the beginning of its accessible name.
    Role(&'a str, &'a str),
    /// By a selector: for what has no name.
    Css(&'a str),
    /// The innermost elements with this text.
    Text(&'a str),
}

impl Spot<'_> {
    fn json(self) -> Value {
        match self {
            Self::Role(role, name) => json!({ "role": role, "name": name }),
            Self::Css(selector) => json!({ "css": selector }),
            Self::Text(text) => json!({ "text": text }),
        }
    }
}

/// The page in the window.
#[derive(Debug)]
pub struct Page {
    runtime: Runtime,
    client: Client,
    pictures: PathBuf,
}

impl Page {
    pub(crate) fn connect(port: u16, program: &Path, pictures: &Path) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut wanted = fantoccini::wd::Capabilities::new();
        wanted.insert("webkitgtk:browserOptions".to_owned(), json!({ "binary": program, "args": [] }));
        let client = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let connected = builder.capabilities(wanted).connect(&format!("http://127.0.0.1:{port}")).await;
            connected.context("the driver starts no window")
        })?;
        Ok(Self { runtime, client, pictures: pictures.to_owned() })
    }

    /// Runs a script in the page; `return` gives the answer.
    ///
    /// # Errors
    /// When the script throws, or the program is gone.
    pub fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.answer(self.client.execute(script, arguments))
    }

    /// Runs a script that answers through its last argument, a function.
    ///
    /// # Errors
    /// As [`Page::run`].
    pub fn run_async(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.answer(self.client.execute_async(script, arguments))
    }

    /// How many there are now.
    ///
    /// # Errors
    /// As [`Page::run`].
    pub fn count(&self, spot: Spot<'_>) -> Result<usize> {
        let count = self.run(FIND, vec![spot.json(), "count".into()])?;
        Ok(usize::try_from(count.as_u64().context("no number")?)?)
    }

    /// Waits until it is there.
    ///
    /// # Errors
    /// When it never comes: with what the page shows instead.
    pub fn see(&self, spot: Spot<'_>) -> Result<()> {
        self.wait(&format!("{spot:?}"), || Ok((self.count(spot)? > 0).then_some(())))
    }

    /// Waits until it is gone.
    ///
    /// # Errors
    /// When it stays.
    pub fn miss(&self, spot: Spot<'_>) -> Result<()> {
        self.wait(&format!("the end of {spot:?}"), || Ok((self.count(spot)? == 0).then_some(())))
    }

    /// The texts of all that are there now.
    ///
    /// # Errors
    /// As [`Page::run`].
    pub fn texts(&self, spot: Spot<'_>) -> Result<Vec<String>> {
        let texts = self.run(FIND, vec![spot.json(), "texts".into()])?;
        Ok(texts
            .as_array()
            .into_iter()
            .flatten()
            .map(|text| plain(text.as_str().unwrap_or_default()))
            .collect())
    }

    /// Waits for it, and answers its text.
    ///
    /// # Errors
    /// As [`Page::see`].
    pub fn text(&self, spot: Spot<'_>) -> Result<String> {
        let element = self.first(spot)?;
        self.run_text("return arguments[0].textContent", element)
    }

    /// Waits for it, and answers what is typed in it.
    ///
    /// # Errors
    /// As [`Page::see`].
    pub fn value(&self, spot: Spot<'_>) -> Result<String> {
        let element = self.first(spot)?;
        self.run_text("return arguments[0].value", element)
    }

    fn run_text(&self, script: &str, element: Value) -> Result<String> {
        let text = self.run(script, vec![element])?;
        Ok(plain(text.as_str().with_context(|| format!("no text: {text}"))?))
    }

    /// Waits for it, and clicks on it.
    ///
    /// # Errors
    /// As [`Page::see`]; when something lies over it.
    pub fn click(&self, spot: Spot<'_>) -> Result<()> {
        // Between found and clicked the page may have drawn it anew.
        self.wait(&format!("a click on {spot:?}"), || {
            let Some(element) = self.found(spot)?.into_iter().next() else { return Ok(None) };
            let id = element[ELEMENT].as_str().unwrap_or_default().to_owned();
            let element = Element::from_element_id(self.client.clone(), ElementRef::from(id));
            Ok(self.answer(async { element.click().await }).ok())
        })
    }

    /// Presses keys: `Ctrl+Enter`, `Down`, `v`. They go to whatever has the focus.
    ///
    /// # Errors
    /// When there is no such key, or the program is gone.
    pub fn press(&self, keys: &str) -> Result<()> {
        let actions = Actions::from(keys::chord(keys)?);
        self.answer(self.client.perform_actions(actions))
    }

    /// Types into whatever has the focus.
    ///
    /// # Errors
    /// When the program is gone.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.answer(self.client.perform_actions(Actions::from(keys::typed(text))))
    }

    /// Draws a line with the left button held: points in pixels from the middle of what is drawn on.
    ///
    /// # Errors
    /// As [`Page::see`].
    pub fn draw(&self, spot: Spot<'_>, line: &[(f64, f64)]) -> Result<()> {
        let element = self.first(spot)?;
        let id = element[ELEMENT].as_str().unwrap_or_default().to_owned();
        let to = |(x, y): (f64, f64)| PointerAction::MoveToElement {
            element: Element::from_element_id(self.client.clone(), ElementRef::from(id.clone())),
            duration: Some(STROKE_STEP),
            x,
            y,
        };
        let (first, rest) = line.split_first().context("a line has points")?;
        let begun = MouseActions::new("mouse".to_owned())
            .then(to(*first))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
        let drawn = rest.iter().fold(begun, |drawn, point| drawn.then(to(*point)));
        let lifted = drawn.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.answer(self.client.perform_actions(lifted))
    }

    /// Waits until `found` answers something.
    ///
    /// # Errors
    /// When nothing comes: with the page's words and a picture of it.
    pub fn wait<T>(&self, what: &str, found: impl FnMut() -> Result<Option<T>>) -> Result<T> {
        until(what, found).with_context(|| self.state(what))
    }

    /// What is on the page, in words, and where the picture of it lies.
    #[must_use]
    pub fn state(&self, title: &str) -> String {
        let script = "return location.pathname + '\\n' + document.activeElement?.outerHTML.slice(0, 200) + '\\n' + document.body.innerText";
        let text = self.run(script, Vec::new()).unwrap_or_else(|error| format!("{error:#}").into());
        let picture =
            self.picture(title).map_or_else(|error| format!("{error:#}"), |path| path.display().to_string());
        format!("the page shows ({picture}): {}", text.as_str().unwrap_or_default())
    }

    /// Keeps a picture of it for people.
    ///
    /// # Errors
    /// When there is none to be had.
    pub fn picture(&self, title: &str) -> Result<PathBuf> {
        let bytes = self.answer(self.client.screenshot())?;
        std::fs::create_dir_all(&self.pictures)?;
        let plain: String =
            title.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).collect();
        let path = self.pictures.join(format!("{}.png", plain.chars().take(60).collect::<String>()));
        std::fs::write(&path, bytes)?;
        Ok(path)
    }

    pub(crate) fn close(&self) {
        // A program that is gone already is closed.
        let _ = self.answer(self.client.close_window());
    }

    fn first(&self, spot: Spot<'_>) -> Result<Value> {
        self.wait(&format!("{spot:?}"), || Ok(self.found(spot)?.into_iter().next()))
    }

    fn found(&self, spot: Spot<'_>) -> Result<Vec<Value>> {
        match self.run(FIND, vec![spot.json()]) {
            Ok(Value::Array(found)) => Ok(found),
            Ok(other) => bail!("not a list: {other}"),
            // What was found was drawn anew before its handle was made: whoever waits looks again.
            Err(error) if is_stale(&error) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn answer<T, E>(&self, asked: impl Future<Output = Result<T, E>>) -> Result<T>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        self.runtime.block_on(async {
            let answer = tokio::time::timeout(ANSWER.min(PATIENCE), asked).await;
            Ok(answer.context("the window does not answer")??)
        })
    }
}

/// WebKit's driver says so in words, under a general code.
fn is_stale(error: &anyhow::Error) -> bool {
    let Some(CmdError::Standard(error)) = error.downcast_ref::<CmdError>() else { return false };
    error.error == ErrorStatus::StaleElementReference || error.message.contains("Stale element")
}

/// One blank between words, as a reader sees it.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
