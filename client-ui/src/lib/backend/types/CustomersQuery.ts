// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerSort } from "./CustomerSort";
import type { Whose } from "./Whose";

/**
 * Which customers.
 */
export type CustomersQuery = {
/**
 * Part of the name or the code, with `*` and `?`.
 */
typed: string,
/**
 * Whose customers.
 */
whose: Whose,
/**
 * Only of this agency.
 */
agency: string | null,
/**
 * Only with this sales grid.
 */
grid: string | null,
/**
 * By what they are sorted.
 */
sort: CustomerSort,
/**
 * The other way round.
 */
descending: boolean,
/**
 * Only from this one on, from 0.
 */
offset: number,
/**
 * At most so many.
 */
limit: number, };
