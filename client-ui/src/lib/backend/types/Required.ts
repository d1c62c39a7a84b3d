// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * When a creation needs a field.
 */
export type Required = "always" | "with_bank_details" | "never";
