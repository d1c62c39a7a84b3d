// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « contact ».
 */
export type ContactView = {
/**
 * His name.
 */
name: string,
/**
 * « fonction ».
 */
role: string | null,
/**
 * Fixed telephone.
 */
phone: string | null,
/**
 * Mobile.
 */
mobile: string | null,
/**
 * Mail address.
 */
email: string | null, };
