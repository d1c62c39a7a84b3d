// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Somebody of the company.
 */
export type Person = {
/**
 * User folder.
 */
folder: string,
/**
 * Name shown to people.
 */
name: string | null,
/**
 * ERP user code.
 */
c_user: string | null,
/**
 * ERP sales-rep code.
 */
c_rep: string | null,
/**
 * Whether he still works with it.
 */
active: boolean, };
