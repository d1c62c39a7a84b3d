// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * The user himself.
 */
export type Own = {
/**
 * User folder.
 */
folder: string,
/**
 * Name shown to people.
 */
name: string | null,
/**
 * ERP sales-rep code.
 */
c_rep: string | null,
/**
 * Sees everybody's prospects and figures.
 */
admin: boolean, };
