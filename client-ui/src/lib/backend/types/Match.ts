// Made from the Rust types by `cargo xtask codegen`: change those.
import type { By } from "./By";

/**
 * One thing that two sheets have in common.
 */
export type Match = {
/**
 * What.
 */
by: By,
/**
 * As it stands on the other's sheet; of name and postal code, the name.
 */
value: string, };
