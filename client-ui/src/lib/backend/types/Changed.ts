// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * What may have changed.
 */
export type Changed = "status" | "entries" | "bases";
