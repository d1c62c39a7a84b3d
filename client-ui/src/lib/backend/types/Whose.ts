// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Whose customers.
 */
export type Whose = "own" | "all";
