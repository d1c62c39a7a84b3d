// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerRow } from "./CustomerRow";

/**
 * Some customers.
 */
export type CustomersPage = {
/**
 * How many match.
 */
total: number,
/**
 * The day up to which the year's revenue is reckoned: that of the base.
 */
revenue_up_to: string,
/**
 * Those asked for.
 */
rows: Array<CustomerRow>, };
