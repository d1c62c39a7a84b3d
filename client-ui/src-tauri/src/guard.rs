//! Keeps the window on its own page. The content security policy does not govern where the window goes: a file dropped on it, or a link,
//! would be shown in the place of the program. (It could ask nothing: only local pages have commands.)

use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, Url};

/// Refuses to leave.
pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("guard").on_navigation(|_, url| is_own(url)).build()
}

/// `tauri://localhost` on Linux and macOS, `http://tauri.localhost` on Windows; a blank page is where a window begins.
fn is_own(url: &Url) -> bool {
    let own = matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    );
    own || url.as_str() == "about:blank"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_page() {
        for (url, own) in [
            ("tauri://localhost/accueil", true),
            ("http://tauri.localhost/clients?x=1", true),
            ("about:blank", true),
            ("file:///C:/Users/jdupont/facture.pdf", false),
            ("https://example.com/", false),
            ("http://localhost/", false),
            ("https://tauri.localhost.example.com/", false),
            ("data:text/html,hello", false),
        ] {
            assert_eq!(is_own(&url.parse().unwrap()), own, "{url}");
        }
    }
}
