// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Count } from "./Count";

/**
 * Visits to customers of one sales grid.
 */
export type GridVisits = {
/**
 * `c_catc` of today; `None` when the customer has none or is not in the base any more.
 */
grid: string | null,
/**
 * How many.
 */
visits: Count, };
