// Made from the Rust types by `cargo xtask codegen`: change those.
import type { HomeGroups } from "./HomeGroups";
import type { HomeRow } from "./HomeRow";

/**
 * Some rows of a list.
 */
export type HomePage = {
/**
 * How many rows the whole list has.
 */
total: number,
/**
 * How many rows stand under each of its heads.
 */
groups: HomeGroups,
/**
 * Those asked for.
 */
rows: Array<HomeRow>, };
