// Made from the Rust types by `cargo xtask codegen`: change those.
import type { MonthView } from "./MonthView";

/**
 * « CA » in whole cents, excluding tax.
 */
export type RevenueView = {
/**
 * The day of the base: « à date » is up to this day.
 */
up_to: string,
/**
 * The year up to the day of the base.
 */
ytd_cents: number,
/**
 * The year before up to the same day.
 */
previous_to_date_cents: number,
/**
 * The whole year before.
 */
previous_year_cents: number,
/**
 * Month by month.
 */
months: Array<MonthView>, };
