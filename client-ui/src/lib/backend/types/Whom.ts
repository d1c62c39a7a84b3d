// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Who was visited.
 */
export type Whom = { "customer": string } | { "prospect": string };
