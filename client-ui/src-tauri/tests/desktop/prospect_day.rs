//! A prospect's way to a customer: created although somebody has its telephone, changed, visited, asked for, refused, asked for again.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use exchange_schema::{ExchangeFile, FileName, Payload};
use serde_json::Value;
use window_driver::{Page, Spot};

use crate::hands;
use crate::names::said;
use crate::prospects::{self, IBAN, NAME, SIGNER, WRONG_IBAN};
use crate::sheets;
use crate::world::{LATER, World};

const COMMENT: &str = "Trois tracteurs, veut un prix avant la fin du mois.";
const ADDRESSES: [&str; 2] = ["ZA de la Deniserie", "ZA de la Denisière"];
/// [`LATER`], as the bases' date shows it.
const REBUILT: &str = "24/11/2026 10:20";
const REFUSAL: &str = "Le SIRET est celui de l'ancien établissement.";

#[test]
fn a_prospect_becomes_a_customer() -> Result<()> {
    let world = World::new()?;
    let window = world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    prospects::watch_policy(page)?;
    create_all_the_same(&world, page)?;
    for address in ADDRESSES {
        change_address(page, address)?;
    }
    prospects::visit(page, COMMENT)?;
    ask_for_it(&world, page)?;
    assert_files(&world)?;
    integrate(&world, page)?;

    refuse(&world, page)?;
    correct(&world, page)?;
    integrate(&world, page)?;
    validate(&world, page)?;
    assert_customer(&world, page)?;
    assert_rows(&world)?;
    prospects::assert_policy_kept(page)
}

/// The telephone is a customer's: it is shown whose, nothing is created without a reason.
fn create_all_the_same(world: &World, page: &Page) -> Result<()> {
    let (code, phone) = world.customer_with_a_phone()?;
    prospects::begin_new(page)?;
    sheets::fill(page, "nom_client", NAME)?;
    sheets::fill(page, "tel_1", &prospects::abroad(&phone)?)?;
    page.see(Spot::Text(said("prospect_form_phone_of_customer")))?;
    page.see(Spot::Text(&code))?;
    page.press("Ctrl+Enter")?;
    page.see(Spot::Text(said("prospect_form_reason_wanted")))?;
    page.picture("prospect-duplicate")?;
    ensure!(world.dropped()?.is_empty(), "created without a reason");
    sheets::tick(page, said("prospect_form_reason_company"))?;
    sheets::fill(page, "dep_fac", "53000")?;
    sheets::fill(page, "ville_fac", "Laval")?;
    page.press("Ctrl+Enter")?;
    page.see(Spot::Text(said("prospect_form_created")))?;
    page.see(Spot::Role("heading", NAME))
}

fn change_address(page: &Page, address: &str) -> Result<()> {
    page.press("m")?;
    page.see(Spot::Role("heading", said("prospect_form_title_edit")))?;
    sheets::fill(page, "adr1_fac", address)?;
    page.press("Ctrl+Enter")?;
    page.miss(Spot::Role("heading", said("prospect_form_title_edit")))?;
    page.see(Spot::Text(address))?;
    // On the prospect, and on the field.
    page.see(Spot::Text(said("prospects_mark_waiting")))?;
    page.picture("prospect-changed").map(drop)
}

/// With a wrong IBAN it is told at its field, and nothing is sent.
fn ask_for_it(world: &World, page: &Page) -> Result<()> {
    prospects::begin_conversion(page)?;
    prospects::fill_what_is_missing(page, WRONG_IBAN)?;
    page.see(Spot::Text(said("words_problem_iban")))?;
    page.picture("conversion-wrong-iban")?;
    page.press("Ctrl+Enter")?;
    ensure!(page.count(Spot::Role("heading", said("conversion_title")))? == 1, "{}", page.state("sent"));
    ensure!(!world.dropped()?.keys().any(|name| name.starts_with("CC_")), "sent with a wrong IBAN");
    prospects::go_by_f8(page, "iban")?;
    sheets::fill_focused(page, IBAN)?;
    page.miss(Spot::Css("[data-todo=iban]"))?;
    prospects::sign(page)?;
    page.see(Spot::Text(said("conversion_todo_none")))?;
    page.picture("conversion-signed")?;
    prospects::send(page)?;
    page.see(Spot::Text(said("prospects_asked")))?;
    page.picture("conversion-asked").map(drop)
}

/// One file for each thing that was done; the second change knows what the first one said.
fn assert_files(world: &World) -> Result<()> {
    let mut files = read(world)?;
    files.sort_by_key(|file| file["sequence"].as_u64());
    let kinds: Vec<&str> = files.iter().filter_map(|file| file["kind"].as_str()).collect();
    ensure!(kinds == ["CP", "MP", "MP", "VP", "CC"], "{kinds:?}");
    let reason = &files[0]["payload"]["duplicate_reason"];
    ensure!(reason == said("prospect_form_reason_company"), "{reason}");
    let change = &files[2]["payload"]["changes"][0];
    ensure!(change["field"] == "adr1_fac" && change["to"] == ADDRESSES[1], "{change}");
    ensure!(change["from"] == ADDRESSES[0], "{change}");
    let creation = &files[4];
    ensure!(creation["payload"]["fields"]["iban"] == IBAN, "{creation}");
    let signature = &creation["signature"];
    ensure!(signature["signer"] == SIGNER && signature["place"] == "Laval", "{signature}");
    let svg = signature["svg"].as_str().context("an SVG")?;
    ensure!(svg.contains("<path") && !svg.contains("style="), "{svg}");
    let text = signature["text"].as_str().context("a text")?;
    ensure!(text.contains(NAME) && text.replace(' ', "").contains(IBAN), "{text}");
    Ok(())
}

/// Every file as it lies in the folder; one that the exchange does not allow fails.
fn read(world: &World) -> Result<Vec<Value>> {
    let dropped = world.dropped()?;
    dropped
        .iter()
        .map(|(name, bytes)| {
            let file = ExchangeFile::parse(&FileName::parse(name)?, bytes)?;
            ensure!(!matches!(file.payload(), Payload::Vc(_) | Payload::Mc(_)), "{name} is of a customer");
            Ok(serde_json::from_slice(bytes)?)
        })
        .collect()
}

fn integrate(world: &World, page: &Page) -> Result<()> {
    let before = world.dropped()?;
    let report = world.integrate()?;
    let files = report["files"].as_array().context("files")?;
    for file in files.iter().filter(|file| before.contains_key(file["name"].as_str().unwrap_or_default())) {
        ensure!(file["state"] == "integrated", "{report}");
    }
    hands::until_stop(page, "entries_stop_integrated", "parts_life_done")
}

fn refuse(world: &World, page: &Page) -> Result<()> {
    let id = pending(world)?;
    world.automaton(LATER, &["creations", "refuse", &id, REFUSAL, "--by", "cpetit"])?;
    // The next pass tells the laptop by a receipt; the bases say the same.
    world.integrate()?;
    page.see(Spot::Text(said("prospects_refused_title")))?;
    page.see(Spot::Text(REFUSAL))?;
    world.rebuild()?;
    page.see(Spot::Text(said("frame_pill_newer")))?;
    prospects::refresh_until(page, Spot::Text(REBUILT))?;
    page.see(Spot::Text(REFUSAL))?;
    page.picture("conversion-refused").map(drop)
}

/// What was typed and signed is all there; one field is mended.
fn correct(world: &World, page: &Page) -> Result<()> {
    prospects::find(page, NAME)?;
    prospects::begin_conversion(page)?;
    sheets::fill(page, "contact_divers_2", prospects::OTHER_SIRET)?;
    page.see(Spot::Text(said("conversion_todo_none")))?;
    page.picture("conversion-corrected")?;
    prospects::send(page)?;
    page.see(Spot::Text(said("prospects_asked")))?;
    // Those that were integrated are no longer in the folder.
    let files = read(world)?;
    ensure!(files.len() == 1 && files[0]["kind"] == "CC", "{files:?}");
    ensure!(files[0]["payload"]["fields"]["contact_divers_2"] == prospects::OTHER_SIRET, "{}", files[0]);
    ensure!(files[0]["signature"]["signer"] == SIGNER, "{}", files[0]);
    Ok(())
}

fn validate(world: &World, page: &Page) -> Result<()> {
    let id = pending(world)?;
    world.automaton(LATER, &["creations", "validate", &id, "--by", "cpetit"])?;
    world.integrate()?;
    page.see(Spot::Text(said("prospects_validated_title")))?;
    page.picture("conversion-validated")?;
    world.rebuild()?;
    page.see(Spot::Text(said("frame_pill_newer")))
}

/// The one creation of our prospect that waits for the accountants.
fn pending(world: &World) -> Result<String> {
    let sql = "SELECT creation FROM crm_creation_client c JOIN crm_prospect p USING (prospect)
         WHERE p.nom_client = ?1 AND c.etat = 'pending'";
    let ids = world.asked(sql, &[NAME])?;
    ensure!(ids.len() == 1, "{ids:?}");
    ids.into_iter().next().context("a creation")
}

/// The customer is found, with the visit that was made to the prospect, marked as such.
fn assert_customer(world: &World, page: &Page) -> Result<()> {
    let code = code(world)?;
    hands::search(page, NAME)?;
    prospects::refresh_until(page, Spot::Role("heading", NAME))?;
    page.see(Spot::Text(&code))?;
    page.see(Spot::Text(COMMENT))?;
    ensure!(page.count(Spot::Text(COMMENT))? == 1, "{}", page.state("twice"));
    page.see(Spot::Css(&format!("[title=\"{}\"]", said("card_before_label"))))?;
    page.picture("conversion-customer").map(drop)
}

fn code(world: &World) -> Result<String> {
    let codes = world.asked("SELECT c_client FROM client WHERE nom_client = ?1", &[NAME])?;
    ensure!(codes.len() == 1, "customers: {codes:?}");
    codes.into_iter().next().context("a code")
}

/// Each file made what it says, once.
fn assert_rows(world: &World) -> Result<()> {
    let code = code(world)?;
    let ours = "SELECT prospect FROM crm_prospect WHERE nom_client = ?1";
    let states = world.asked(
        &format!("SELECT etat FROM crm_creation_client WHERE prospect IN ({ours}) ORDER BY etat"),
        &[NAME],
    )?;
    ensure!(states == ["refused", "validated"], "{states:?}");
    let visits = "SELECT count(*) FROM client_relation WHERE c_entite = ?1";
    let carried = world.asked(&format!("{visits} AND objet LIKE '[PROSPECT]%'"), &[&code])?;
    ensure!(carried == ["1"] && world.asked(visits, &[&code])? == ["1"], "carried over: {carried:?}");
    let visits = format!("SELECT count(*) FROM crm_visite_prospect WHERE prospect IN ({ours})");
    let rows: BTreeMap<&str, Vec<String>> = [
        ("prospects", world.asked(&format!("SELECT count(*) FROM ({ours})"), &[NAME])?),
        ("visits", world.asked(&visits, &[NAME])?),
    ]
    .into();
    ensure!(rows.values().all(|count| *count == ["1"]), "{rows:?}");
    let address = world.asked("SELECT adr1_fac FROM crm_prospect WHERE nom_client = ?1", &[NAME])?;
    ensure!(address == [ADDRESSES[1]], "{address:?}");
    let clashes =
        world.asked(&format!("SELECT count(*) FROM crm_conflit WHERE prospect IN ({ours})"), &[NAME])?;
    ensure!(clashes == ["0"], "clashes: {clashes:?}");
    Ok(())
}
