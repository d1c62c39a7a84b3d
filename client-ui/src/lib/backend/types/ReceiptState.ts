// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * How far a file has come.
 */
export type ReceiptState = "integrated" | "deferred" | "rejected" | "validated" | "refused";
