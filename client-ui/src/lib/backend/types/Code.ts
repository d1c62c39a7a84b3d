// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * One entry of a drop-down list.
 */
export type Code = {
/**
 * The code.
 */
code: string,
/**
 * Its words.
 */
label: string,
/**
 * Of a sub-category, its category.
 */
parent: string | null, };
