// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * One thing that is wrong with what was typed.
 */
export type EntryProblem = {
/**
 * A short code; where the server would refuse the entry for the same reason, that reason's code.
 */
code: string,
/**
 * The field to mend: a column of annex 2, or a key of the draft.
 */
field?: string,
/**
 * What is wrong and what to do.
 */
message: string, };
