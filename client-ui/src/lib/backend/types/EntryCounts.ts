// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * How many entries there are.
 */
export type EntryCounts = {
/**
 * All.
 */
all: number,
/**
 * Not integrated yet, as far as is known.
 */
waiting: number,
/**
 * Refused, to be corrected or let be.
 */
to_mend: number,
/**
 * Done with.
 */
done: number, };
