// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « création demandée », and what became of it.
 */
export type CreationState = { "state": "asked",
/**
 * User folder of the rep.
 */
by: string,
/**
 * When.
 */
at: string, } | { "state": "validated",
/**
 * His code.
 */
customer: string | null, } | { "state": "refused",
/**
 * Why.
 */
message: string | null, };
