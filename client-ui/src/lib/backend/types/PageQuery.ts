// Made from the Rust types by `cargo xtask codegen`: change those.
import type { HistoryCursor } from "./HistoryCursor";

/**
 * Which rows, newest first.
 */
export type PageQuery = {
/**
 * Whether « LIT » rows are shown.
 */
with_lit: boolean,
/**
 * Only those after this one: [`HistoryPage::next`] of the page before.
 */
after: HistoryCursor | null,
/**
 * At most so many.
 */
limit: number, };
