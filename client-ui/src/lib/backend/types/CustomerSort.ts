// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * By what the list is sorted; of equals the name decides.
 */
export type CustomerSort = "name" | "code" | "town" | "last_visit";
