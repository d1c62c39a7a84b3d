// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Changed } from "./Changed";

/**
 * « nouvelle » for the page.
 */
export type News = {
/**
 * What to ask again.
 */
what: Changed, };
