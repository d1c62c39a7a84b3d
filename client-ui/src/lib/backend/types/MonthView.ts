// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « CA » of one month.
 */
export type MonthView = {
/**
 * The calendar year.
 */
year: number,
/**
 * 1 to 12.
 */
month: number,
/**
 * Excluding tax.
 */
cents: number, };
