// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Which visits.
 */
export type CalendarQuery = {
/**
 * From this day on.
 */
from: string,
/**
 * To this day, included.
 */
to: string,
/**
 * Of which user, by his folder; absent = one's own. Others' are the administrator's to see.
 */
author: string | null,
/**
 * Whether the follow-up dates of the period are wanted too.
 */
follow_ups: boolean, };
