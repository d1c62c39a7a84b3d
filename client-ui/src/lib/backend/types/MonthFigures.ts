// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Count } from "./Count";
import type { GridVisits } from "./GridVisits";
import type { Quotes } from "./Quotes";

/**
 * A month's visits and quotes; of a month that the period cuts, the days inside.
 */
export type MonthFigures = {
/**
 * The calendar year.
 */
year: number,
/**
 * 1 to 12.
 */
month: number,
/**
 * « visites de clients par grille commerciale », by code; the unknown grid last. Grids without a visit in the month are left out.
 */
customers: Array<GridVisits>,
/**
 * « visites de prospects ».
 */
prospects: Count,
/**
 * « devis remis par type », by type; those of which there was none are left out.
 */
quotes: Array<Quotes>, };
