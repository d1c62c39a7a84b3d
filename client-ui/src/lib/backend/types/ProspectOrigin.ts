// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Where a prospect comes from.
 */
export type ProspectOrigin = "base" | "new" | "rejected";
