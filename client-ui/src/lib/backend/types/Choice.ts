// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « type de bouton » : how a node is picked.
 */
export type Choice = "radio" | "checkbox";
