// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Which form: there is one draft for each.
 */
export type DraftKey = {
/**
 * The form, such as `visit`.
 */
kind: string,
/**
 * Whom it is about: a customer's code, a prospect's uuid, or nobody yet.
 */
subject: string, };
