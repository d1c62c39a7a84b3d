// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Whom } from "./Whom";

/**
 * « date de revoir » in the calendar.
 */
export type FollowUpRow = {
/**
 * Who is to be seen.
 */
whom: Whom,
/**
 * His name.
 */
name: string,
/**
 * « ville ».
 */
town: string,
/**
 * « grille commerciale » of a customer that has one.
 */
grid: string | null,
/**
 * When.
 */
on: string, };
