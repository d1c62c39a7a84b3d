// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Notice } from "./Notice";

/**
 * What « Actualiser » came to.
 */
export type RefreshReport = {
/**
 * Whether newer bases are in use now.
 */
adopted: boolean,
/**
 * What stood in the way.
 */
notices: Array<Notice>, };
