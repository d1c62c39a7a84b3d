// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Converted } from "./Converted";
import type { RevenueMonth } from "./RevenueMonth";

/**
 * « CA généré » : revenue of the scope's portfolio, excluding tax, in whole cents. It does not depend on the period but for `converted`.
 */
export type RevenueFigures = {
/**
 * The day of the base, up to which revenue is known.
 */
on: string,
/**
 * January to December of the base's year.
 */
months: Array<RevenueMonth>,
/**
 * « CA » of the year up to the day of the base.
 */
ytd_cents: number,
/**
 * « CA N-1 à date ».
 */
previous_to_date_cents: number,
/**
 * « CA N-1 », the whole year.
 */
previous_year_cents: number,
/**
 * What prospects that became customers in the period brought.
 */
converted: Converted, };
