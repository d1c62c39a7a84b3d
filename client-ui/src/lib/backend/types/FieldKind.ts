// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * What a field holds.
 */
export type FieldKind = "text" | "integer" | "date";
