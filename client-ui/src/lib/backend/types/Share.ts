// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Count } from "./Count";
import type { Distinct } from "./Distinct";
import type { Split } from "./Split";

/**
 * « part des clients et des prospects ».
 */
export type Share = {
/**
 * Visits to customers.
 */
customer_visits: Count,
/**
 * Visits to prospects.
 */
prospect_visits: Count,
/**
 * How all visits divide; `None` when there is none.
 */
all: Split | null,
/**
 * How visits in person divide; `None` when there is none.
 */
in_person: Split | null,
/**
 * Different customers that were visited, of anybody's portfolio.
 */
visited_customers: Distinct,
/**
 * Different prospects that were visited, also those that are customers by now or gone.
 */
visited_prospects: Distinct,
/**
 * Customers of the portfolio.
 */
portfolio: number,
/**
 * How many of these were visited.
 */
portfolio_visited: Distinct,
/**
 * Prospects of the scope that are none of the customers yet.
 */
prospects: number,
/**
 * How many of these were visited.
 */
prospects_visited: Distinct, };
