// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * The bases being received.
 */
export type Receiving = {
/**
 * Bytes of the published files that lie in the data folder already.
 */
done_bytes: number,
/**
 * Of so many.
 */
total_bytes: number, };
