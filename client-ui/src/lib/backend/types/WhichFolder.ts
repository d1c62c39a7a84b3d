// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * One of the two synced folders.
 */
export type WhichFolder = "inbox" | "bases";
