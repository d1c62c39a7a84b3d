// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Which prospects, in the order of their names.
 */
export type ProspectsQuery = {
/**
 * What was typed in the search: part of the name or the town.
 */
typed: string,
/**
 * Only the user's own; an administrator sees everybody's otherwise.
 */
own_only: boolean,
/**
 * Only from this one on, from 0.
 */
offset: number,
/**
 * At most so many.
 */
limit: number, };
