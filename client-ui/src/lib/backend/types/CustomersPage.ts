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
 * Those asked for.
 */
rows: Array<CustomerRow>, };
