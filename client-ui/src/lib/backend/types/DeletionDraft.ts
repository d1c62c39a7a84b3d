// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * The wish to delete a prospect.
 */
export type DeletionDraft = {
/**
 * Which.
 */
prospect: string,
/**
 * Why.
 */
reason: string, };
