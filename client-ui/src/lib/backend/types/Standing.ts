// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Where an entry is shown.
 */
export type Standing = "laid" | "based" | "rejected" | "unreadable";
