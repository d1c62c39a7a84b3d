// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Rows that are new or changed.
 */
export type ChangeCount = {
/**
 * Customers.
 */
customers: number,
/**
 * Visits, to prospects too.
 */
visits: number,
/**
 * Prospects.
 */
prospects: number, };
