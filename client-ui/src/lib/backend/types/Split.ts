// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Two parts of a whole in thousandths; their sum is 1000.
 */
export type Split = {
/**
 * To customers.
 */
customers_permille: number,
/**
 * To prospects.
 */
prospects_permille: number, };
