// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Who may be the same.
 */
export type AlikeWho = { "customer": string } | { "prospect": string };
