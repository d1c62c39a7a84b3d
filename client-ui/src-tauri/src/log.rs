//! The log: warnings of this program in the data folder, for whoever helps. Nothing of customers, no secret; kept for two weeks.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};

/// Its folder in the data folder.
const FOLDER: &str = "logs";
const KEPT_DAYS: usize = 14;

/// Begins to write, and to listen to the steps of a rehearsal.
pub fn begin(data: &Path) {
    let folder = data.join(FOLDER);
    // It looks for old files before it makes the folder, and complains. Where this fails, so does what follows.
    let _ = std::fs::create_dir_all(&folder);
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("tournee")
        .filename_suffix("log")
        .max_log_files(KEPT_DAYS)
        .build(folder);
    // Warnings are few, and the last one before an end is to lie on the disk: nobody writes them later.
    let file = appender.ok().map(|writer| {
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_target(false).with_writer(writer);
        layer.with_filter(LevelFilter::WARN)
    });
    let subscriber = tracing_subscriber::registry().with(file).with(rehearsal::layer());
    // Nobody was there before.
    let _ = tracing::subscriber::set_global_default(subscriber);
    note_panics();
}

/// Has panics written down, besides what was done with them before.
fn note_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let said = payload.downcast_ref::<&str>().copied();
        let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or_default();
        match panic.location() {
            Some(at) => tracing::error!("panic at {at}: {}", telling(at.file(), said)),
            None => tracing::error!("panic"),
        }
        before(panic);
    }));
}

/// What a panic said, where it is the window's: why it cannot be opened. Elsewhere the words may quote a customer; the place must do.
fn telling<'a>(file: &str, said: &'a str) -> &'a str {
    let is_window = |part: &str| ["tauri-", "wry-", "tao-"].iter().any(|name| part.starts_with(name));
    if file.split(['/', '\\']).any(is_window) { said } else { "" }
}

#[cfg(test)]
mod tests {
    use super::{begin, telling};

    #[test]
    fn a_panic_is_written_down_at_once_and_quotes_no_customer() {
        let data = tempfile::tempdir().unwrap();
        begin(data.path());
        let name = String::from("EARL DU MOULIN");
        let caught = std::panic::catch_unwind(|| std::panic::panic_any(name));
        assert!(caught.is_err());
        let logs = std::fs::read_dir(data.path().join("logs")).unwrap();
        let written: String =
            logs.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
        assert!(written.contains("panic at") && written.contains("log.rs"), "{written}");
        assert!(!written.contains("MOULIN"), "{written}");
    }

    #[test]
    fn the_window_says_why_it_cannot_be_opened() {
        for file in ["/registry/src/index/tauri-2.12.5/src/app.rs", r"C:\registry\src\wry-0.54.0\src\lib.rs"]
        {
            assert_eq!(telling(file, "no webview"), "no webview", "{file}");
        }
        for file in ["client-ui/src-tauri/src/desk.rs", "/rustc/library/core/src/str/mod.rs"] {
            assert_eq!(telling(file, "EARL DU MOULIN"), "", "{file}");
        }
    }
}
