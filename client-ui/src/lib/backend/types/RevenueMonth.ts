// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Revenue of a calendar month and of the same month a year before.
 */
export type RevenueMonth = {
/**
 * 1 to 12.
 */
month: number,
/**
 * Of the base's year.
 */
cents: number,
/**
 * Of the year before.
 */
previous_cents: number, };
