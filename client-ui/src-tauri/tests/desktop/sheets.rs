//! Fields of a sheet, filled as a rep does: by Tab and by typing.

use anyhow::{Context, Result, bail, ensure};
use window_driver::{Page, Spot};

/// More stops of Tab than any form has.
const STOPS: usize = 90;

/// Whatever a list has first.
pub const ANY: &str = "*";

/// The controls of a column's field.
fn controls(column: &str) -> String {
    format!("[data-field={column}] input, [data-field={column}] select, [data-field={column}] textarea")
}

/// Goes by Tab to the field of a column, from wherever the focus is.
pub fn go_to(page: &Page, column: &str) -> Result<()> {
    let focused = format!("[data-field={column}] :focus");
    page.see(Spot::Css(&controls(column)))?;
    for _ in 0..STOPS {
        if page.count(Spot::Css(&focused))? > 0 {
            return Ok(());
        }
        page.press("Tab")?;
    }
    bail!("{column} is not reached by Tab: {}", page.state("tab"))
}

/// Fills the field of a column: a text is typed in place of what stood there, of a list the entry with this code is chosen.
pub fn fill(page: &Page, column: &str, value: &str) -> Result<()> {
    go_to(page, column)?;
    fill_focused(page, value).with_context(|| column.to_owned())
}

/// The same for the field that has the focus.
pub fn fill_focused(page: &Page, value: &str) -> Result<()> {
    match focused(page, "type")?.as_str() {
        "select-one" => choose(page, value),
        "radio" => choose_radio(page, value),
        _ => {
            page.press("Ctrl+a")?;
            page.type_text(value)
        }
    }
}

/// The column of the field that has the focus.
pub fn focused_column(page: &Page) -> Result<String> {
    let script = "return document.activeElement?.closest('[data-field]')?.dataset.field ?? ''";
    Ok(page.run(script, Vec::new())?.as_str().unwrap_or_default().to_owned())
}

fn focused(page: &Page, property: &str) -> Result<String> {
    let asked =
        page.run("return String(document.activeElement?.[arguments[0]] ?? '')", vec![property.into()])?;
    Ok(asked.as_str().unwrap_or_default().to_owned())
}

/// Down, from the first entry to the one wanted.
fn choose(page: &Page, code: &str) -> Result<()> {
    page.press("Home")?;
    for _ in 0..STOPS {
        let chosen = focused(page, "value")?;
        if chosen == code || (code == ANY && !chosen.is_empty()) {
            return Ok(());
        }
        let before = focused(page, "selectedIndex")?;
        page.press("Down")?;
        ensure!(focused(page, "selectedIndex")? != before, "no entry {code:?}: {}", page.state("list"));
    }
    bail!("no entry {code:?}: {}", page.state("list"))
}

fn choose_radio(page: &Page, code: &str) -> Result<()> {
    for _ in 0..STOPS {
        if focused(page, "value")? == code {
            return page.press("Space");
        }
        page.press("Down")?;
    }
    bail!("no choice {code:?}: {}", page.state("choice"))
}

/// Goes by Tab to the radio or tick box with this name, and ticks it.
pub fn tick(page: &Page, name: &str) -> Result<()> {
    page.see(Spot::Role("radio", name))?;
    for _ in 0..STOPS {
        // Of radios that nobody picked yet Tab comes to the first, and arrows go on.
        if focused(page, "type")? == "radio" {
            return until_label(page, name);
        }
        page.press("Tab")?;
    }
    bail!("{name} is not reached by Tab: {}", page.state("tab"))
}

fn until_label(page: &Page, name: &str) -> Result<()> {
    let script = "return document.activeElement?.labels?.[0]?.textContent?.trim() ?? ''";
    for _ in 0..STOPS {
        if page.run(script, Vec::new())?.as_str() == Some(name) {
            return page.press("Space");
        }
        page.press("Down")?;
    }
    bail!("no choice {name:?}: {}", page.state("choice"))
}
