// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CalendarRow } from "./CalendarRow";
import type { FollowUpRow } from "./FollowUpRow";

/**
 * The visits of a period.
 */
export type CalendarPage = {
/**
 * Oldest first.
 */
rows: Array<CalendarRow>,
/**
 * Whom that user means to see again, the nearest first; empty when it was not asked for.
 */
follow_ups: Array<FollowUpRow>, };
