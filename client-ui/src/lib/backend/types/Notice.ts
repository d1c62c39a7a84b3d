// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * What could not be done beside an entry, such as reading a folder; work goes on without it.
 */
export type Notice = {
/**
 * A short code.
 */
code: string,
/**
 * What happened and what to do.
 */
message: string, };
