// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * The place of a row.
 */
export type HistoryCursor = {
/**
 * The day.
 */
on: string | null,
/**
 * The hour.
 */
at: string,
/**
 * The row's own key.
 */
key: string, };
