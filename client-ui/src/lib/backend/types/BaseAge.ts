// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * How old a base is.
 */
export type BaseAge = {
/**
 * Its generation.
 */
generation: number,
/**
 * When its rows were read.
 */
built_at: string,
/**
 * From when on it is out of date.
 */
expires_at: string,
/**
 * Whether it is.
 */
expired: boolean,
/**
 * How far it reaches.
 */
through: number, };
