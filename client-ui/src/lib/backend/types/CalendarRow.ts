// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Whom } from "./Whom";

/**
 * A visit in the calendar.
 */
export type CalendarRow = {
/**
 * Who was visited.
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
 * The author's name or, where nobody knows it, his code.
 */
author: string | null,
/**
 * `origine_relation`.
 */
origin: string | null,
/**
 * `visit`, `prospect_visit` or `other`.
 */
class: 'visit' | 'prospect_visit' | 'other',
/**
 * « objet ».
 */
subject: string | null,
/**
 * « commentaire ».
 */
comment: string | null,
/**
 * The version of the visit form that was answered.
 */
form: number | null,
/**
 * What was picked in it.
 */
picked: Array<string>,
/**
 * The entry that caused it.
 */
entry: string | null,
/**
 * Whether it is the laptop's own and laid over a base that does not have it yet: its life line stands beside it.
 */
laid: boolean,
/**
 * Whether it is on its way: until its receipt says that it is integrated, as in the statistics.
 */
pending: boolean,
/**
 * The day.
 */
on: string | null,
/**
 * The hour.
 */
at: string,
/**
 * The row's own key.
 */
key: string, };
