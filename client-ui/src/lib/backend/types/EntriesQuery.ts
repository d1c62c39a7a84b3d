// Made from the Rust types by `cargo xtask codegen`: change those.
import type { EntryFilter } from "./EntryFilter";

/**
 * Which rows, the latest first.
 */
export type EntriesQuery = {
/**
 * Which entries.
 */
filter: EntryFilter,
/**
 * Only about this customer or prospect.
 */
subject: string | null,
/**
 * Only from this one on, from 0.
 */
offset: number,
/**
 * At most so many.
 */
limit: number, };
