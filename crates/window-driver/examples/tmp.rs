//! Tmp.
#![allow(warnings,clippy::all)]
use window_driver::*;
fn main() -> anyhow::Result<()> {
    let screen = Screen::start()?;
    println!("{}", screen.name());
    let launch = Launch { program: std::env::args().nth(1).unwrap().into(), place: "/tmp/wdemo/place".into(), environment: vec![], pictures: "/tmp/wdemo/pics".into() };
    let w = Window::open(&screen, &launch)?;
    let p = w.page();
    p.run("document.body.innerHTML = '<h1>Bonjour</h1><button aria-label=\"Visite ce jour\">x</button><input id=a><textarea id=b></textarea>'; document.getElementById('b').focus(); window.keys=[]; document.addEventListener('keydown', e => keys.push((e.ctrlKey?'C-':'')+e.key))", vec![])?;
    p.type_text("été *gar?ge* Œ’ 12€")?;
    p.press("Ctrl+Enter")?;
    p.press("Down")?;
    println!("{}", p.value(Spot::Css("#b"))?);
    println!("{}", p.run("return keys", vec![])?);
    println!("{}", p.text(Spot::Role("heading", "Bon"))?);
    p.click(Spot::Role("button", "Visite"))?;
    println!("{:?}", p.picture("essai")?);
    println!("{:?} alive {}", w.processes(), w.is_alive());
    for q in w.processes() { println!("{} {:?}", q.name, q.proportional_kib()); }
    let t = std::time::Instant::now();
    w.close()?;
    println!("closed {:?}", t.elapsed());
    Ok(())
}
