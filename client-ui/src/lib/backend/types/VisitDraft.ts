// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Fleet } from "./Fleet";
import type { Whom } from "./Whom";

/**
 * A visit.
 */
export type VisitDraft = {
/**
 * Who was visited.
 */
whom: Whom,
/**
 * On which day; absent = today.
 */
on: string | null,
/**
 * At what hour; absent = now.
 */
at: string | null,
/**
 * May be empty.
 */
comment: string,
/**
 * The version of the visit form that was shown; absent = the one in force.
 */
form: number | null,
/**
 * What was picked in it.
 */
picked: Array<string>,
/**
 * The next follow-up date: absent = unchanged, null = none any more.
 */
follow_up_on?: string | null,
/**
 * The kinds of vehicle about which something was said.
 */
fleet: Fleet, };
