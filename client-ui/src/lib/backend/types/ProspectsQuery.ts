// Made from the Rust types by `cargo xtask codegen`: change those.
import type { ProspectSort } from "./ProspectSort";

/**
 * Which prospects.
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
 * Only of this rep, by his ERP code: those that bear it, and those that he created.
 */
sales_rep: string | null,
/**
 * Only at this stage; the empty text: at none.
 */
stage: string | null,
/**
 * In which order.
 */
sort: ProspectSort,
/**
 * The other way round.
 */
descending: boolean,
/**
 * Only from this one on, from 0.
 */
offset: number,
/**
 * At most so many.
 */
limit: number, };
