//! Lists the page's commands, so that each has to be allowed by name, and sees to it that there is a page.

/// Every command; `capabilities/main.json` allows them one by one.
const COMMANDS: &[&str] = &[
    "alike",
    "calendar",
    "check",
    "choose_folder",
    "correct",
    "customer",
    "customer_history",
    "customer_of",
    "customers",
    "diagnostics",
    "draft_of",
    "drafts",
    "drop_draft",
    "enter",
    "entries",
    "figures",
    "give_up",
    "home",
    "keep_draft",
    "keep_preferences",
    "lists",
    "new_prospect",
    "preferences",
    "prospect",
    "prospect_history",
    "prospects",
    "refresh",
    "review_creation",
    "set_up",
    "start",
    "status",
    "towns",
    "watch",
];

fn main() {
    let page = std::path::Path::new("../build/index.html");
    println!("cargo:rerun-if-changed=../build");
    assert!(
        page.is_file(),
        "client-ui/build is missing: the window shows the built page. Run `npm ci && npm run build` in client-ui (cargo xtask demo and \
         cargo xtask test do it themselves)."
    );
    let commands = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        panic!("{error:#}");
    }
}
