// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Customers that were made of prospects in the period.
 */
export type Converted = {
/**
 * How many in the portfolio.
 */
customers: number,
/**
 * Their revenue of the base's year up to its day.
 */
ytd_cents: number, };
