// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Which entries.
 */
export type EntryFilter = "all" | "waiting" | "to_mend" | "done";
