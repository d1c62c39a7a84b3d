// Made from the Rust types by `cargo xtask codegen`: change those.
import type { HistoryCursor } from "./HistoryCursor";
import type { HistoryRow } from "./HistoryRow";

/**
 * Some rows of a history.
 */
export type HistoryPage = {
/**
 * Newest first.
 */
rows: Array<HistoryRow>,
/**
 * Where the next page begins, if there is more.
 */
next: HistoryCursor | null,
/**
 * How many rows the whole history has; « LIT » rows among them only when asked for.
 */
total: number, };
