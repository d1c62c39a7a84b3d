// Made from the Rust types by `cargo xtask codegen`: change those.
import type { ProspectRow } from "./ProspectRow";

/**
 * Some prospects.
 */
export type ProspectPage = {
/**
 * How many match.
 */
total: number,
/**
 * Those asked for.
 */
rows: Array<ProspectRow>, };
