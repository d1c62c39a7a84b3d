//! What a rep does in « Prospects » and in « Transformation en client », in steps that several tests share.

use anyhow::{Context, Result, bail, ensure};
use window_driver::{Page, Spot};

use crate::hands;
use crate::names::said;
use crate::sheets;

/// Whom the tests make a customer.
pub const NAME: &str = "MOTOCULTURE TAUDON";
pub const SIGNER: &str = "Hervé Taudon, gérant";
/// The bank federation's example, and the same with its last two digits swapped.
pub const IBAN: &str = "FR1420041010050500013M02606";
pub const WRONG_IBAN: &str = "FR1420041010050500013M02660";
/// Numbers that pass Luhn's check.
const SIRET: &str = "73282932000074";
pub const OTHER_SIRET: &str = "73282932000082";

/// The step that one is in.
pub const STEP: Spot<'_> = Spot::Css("nav [aria-current=step]");

/// What is filled in where « Transformation en client » asks for it.
const SHEET: [(&str, &str); 15] = [
    ("c_fam_client", "GAR"),
    ("c_sfam_client", sheets::ANY),
    ("nom_client", NAME),
    ("tel_1", "0261915508"),
    ("contact_divers_2", SIRET),
    ("adr1_fac", "ZA de la Denisière"),
    ("dep_fac", "53000"),
    ("ville_fac", "Laval"),
    ("c_agence", "LAV"),
    ("c_per", "M"),
    ("c_catc", "GAR01"),
    ("c_mod_rgl_1", "LD"),
    ("nb_jour_1", "30"),
    ("bic", "PSSTFRPPXXX"),
    ("type_edition_fac", "M"),
];

/// `02.61.91.00.00` as the same number is written from abroad.
pub fn abroad(phone: &str) -> Result<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let rest = digits.strip_prefix('0').context("a French number")?;
    Ok(format!("+33 {rest}"))
}

/// The tab, with a prospect chosen and its card beside it.
pub fn open_tab(page: &Page) -> Result<()> {
    page.press("Alt+3")?;
    page.see(Spot::Role("button", said("prospects_new")))?;
    page.see(hands::CHOSEN)?;
    // The tab may open on the search: a key of the list would be typed there.
    if page.count(Spot::Css("input:focus"))? > 0 {
        page.run("document.querySelector('[role=grid]').focus()", Vec::new())?;
    }
    Ok(())
}

/// « Nouveau ».
pub fn begin_new(page: &Page) -> Result<()> {
    open_tab(page)?;
    page.press("n")?;
    page.see(Spot::Role("heading", said("prospect_form_title_new")))
}

/// « Visite ce jour » on the prospect whose card is shown.
pub fn visit(page: &Page, comment: &str) -> Result<()> {
    page.press("v")?;
    page.see(Spot::Role("dialog", said("visit_title")))?;
    page.see(Spot::Role("radio", ""))?;
    hands::fill_visit(page, comment)?;
    hands::validate_visit(page)?;
    page.see(Spot::Text(comment))
}

/// « Transformation en client » of the prospect whose card is shown.
pub fn begin_conversion(page: &Page) -> Result<()> {
    page.press("t")?;
    page.see(Spot::Role("heading", said("conversion_title")))?;
    // The page on which everything is read again is no step.
    page.see(Spot::Css("nav [data-state]"))
}

/// The payment mode, wherever one is and whatever stood there.
pub fn choose_mode(page: &Page, mode: &str) -> Result<()> {
    page.wait("the step with the payment mode", || {
        if page.count(Spot::Css("[data-field=c_mod_rgl_1] input"))? > 0 {
            return Ok(Some(()));
        }
        page.press("Alt+Right").map(|()| None)
    })?;
    sheets::fill(page, "c_mod_rgl_1", mode)?;
    page.see(Spot::Css(&format!("[data-field=c_mod_rgl_1] input[value={mode}]:checked")))
}

/// From what is missing to what is missing next, by F8, until only the signature is left; and the IBAN, if that is wrong.
pub fn fill_what_is_missing(page: &Page, iban: &str) -> Result<()> {
    let mut filled: Vec<String> = Vec::new();
    for _ in 0..60 {
        let left = todo(page)?.into_iter().find(|column| column != "signature" && !filled.contains(column));
        let Some(column) = left else { return Ok(()) };
        go_by_f8(page, &column)?;
        sheets::fill_focused(page, value(&column, iban)?).with_context(|| column.clone())?;
        filled.push(column.clone());
        if column != "iban" {
            page.miss(Spot::Css(&format!("[data-todo={column}]")))?;
        }
    }
    bail!("it never ends: {}", page.state("todo"))
}

fn value<'a>(column: &str, iban: &'a str) -> Result<&'a str> {
    if column == "iban" {
        return Ok(iban);
    }
    let found = SHEET.iter().find(|(known, _)| *known == column);
    found.map(|(_, value)| *value).with_context(|| format!("nothing to fill into {column}"))
}

/// What the meter says is missing or wrong, in its order.
fn todo(page: &Page) -> Result<Vec<String>> {
    let script = "return Array.from(document.querySelectorAll('[data-todo]'), (it) => it.dataset.todo)";
    Ok(serde_json::from_value(page.run(script, Vec::new())?)?)
}

/// Goes to what is missing or wrong, as the meter has it, by F8.
pub fn go_by_f8(page: &Page, column: &str) -> Result<()> {
    for _ in 0..40 {
        if sheets::focused_column(page)? == column {
            return Ok(());
        }
        page.press("F8")?;
    }
    bail!("F8 does not come to {column}: {}", page.state("f8"))
}

/// The customer signs with the mouse; who it is stands below.
pub fn sign(page: &Page) -> Result<()> {
    page.see(Spot::Css("[data-pad] canvas"))?;
    for line in [
        &[(-150.0, 20.0), (-110.0, -25.0), (-80.0, 25.0), (-40.0, -20.0), (0.0, 20.0)][..],
        &[(20.0, -20.0), (60.0, 20.0), (110.0, -10.0)],
    ] {
        page.draw(Spot::Css("[data-pad] canvas"), line)?;
    }
    sheets::fill(page, "signer", SIGNER)?;
    page.miss(Spot::Css("[data-todo=signature]"))
}

/// Everything is read again, then it goes to the accountants.
pub fn send(page: &Page) -> Result<()> {
    reread(page)?;
    page.press("Ctrl+Enter")?;
    page.miss(Spot::Role("heading", said("conversion_title")))
}

/// The page on which everything stands.
pub fn reread(page: &Page) -> Result<()> {
    if page.count(STEP)? > 0 {
        page.press("Ctrl+Enter")?;
    }
    page.see(Spot::Text(said("conversion_recap_hint")))
}

/// « Actualiser », as often as newer bases are offered, until this is seen: those of customers and one's own may arrive one after the other.
pub fn refresh_until(page: &Page, spot: Spot<'_>) -> Result<()> {
    page.wait(&format!("{spot:?}, by « Actualiser »"), || {
        if page.count(Spot::Text(said("frame_pill_newer")))? > 0 {
            hands::refresh(page)?;
            page.miss(Spot::Text(said("frame_pill_newer")))?;
            page.press("Esc")?;
        }
        Ok((page.count(spot)? > 0).then_some(()))
    })
}

/// What the page's policy refuses is noted from now on.
pub fn watch_policy(page: &Page) -> Result<()> {
    let script = "window.breaches = [];
        document.addEventListener('securitypolicyviolation', (it) => window.breaches.push(`${it.violatedDirective}: ${it.blockedURI}`));";
    page.run(script, Vec::new()).map(drop)
}

/// Nothing was refused since.
pub fn assert_policy_kept(page: &Page) -> Result<()> {
    let breaches = page.run("return window.breaches", Vec::new())?;
    ensure!(breaches == serde_json::json!([]), "the policy was breached: {breaches}");
    Ok(())
}

/// Chooses a prospect by its name in the list's search.
pub fn find(page: &Page, name: &str) -> Result<()> {
    open_tab(page)?;
    page.press("/")?;
    page.see(Spot::Css("input:focus"))?;
    page.press("Ctrl+a")?;
    page.type_text(name)?;
    page.wait(&format!("the row of {name}"), || {
        Ok(hands::chosen(page)?.filter(|row| row.contains(name)).map(drop))
    })?;
    page.see(Spot::Role("heading", name))?;
    page.press("Enter")?;
    page.see(Spot::Css("main button:focus"))?;
    ensure!(page.count(Spot::Css("input:focus"))? == 0, "{}", page.state("focus"));
    Ok(())
}
