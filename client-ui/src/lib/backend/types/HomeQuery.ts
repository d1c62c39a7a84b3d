// Made from the Rust types by `cargo xtask codegen`: change those.
import type { HomeList } from "./HomeList";
import type { Whose } from "./Whose";

/**
 * Which rows.
 */
export type HomeQuery = {
/**
 * Which list.
 */
list: HomeList,
/**
 * Whose customers.
 */
whose: Whose,
/**
 * Only of this agency.
 */
agency: string | null,
/**
 * Only with this sales grid.
 */
grid: string | null,
/**
 * Only from this one on, from 0.
 */
offset: number,
/**
 * At most so many.
 */
limit: number, };
