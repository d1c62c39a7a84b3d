// Made from the Rust types by `cargo xtask codegen`: change those.
import type { AlikeWho } from "./AlikeWho";
import type { Match } from "./Match";

/**
 * « doublon probable » as a form shows it: everything that one customer or prospect has in common with what is typed.
 */
export type Alike = {
/**
 * Who.
 */
who: AlikeWho,
/**
 * His name.
 */
name: string,
/**
 * Department and office.
 */
postal_code: string,
/**
 * « ville ».
 */
town: string,
/**
 * « dernière visite ».
 */
last_visit_on: string | null,
/**
 * What they have in common, the likeliest first.
 */
by: Array<Match>,
/**
 * Whether creating the prospect all the same asks for a reason.
 */
likely: boolean, };
