// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « réglages » : what the user chose at the first run.
 */
export type Settings = {
/**
 * The synced folder to which this laptop writes.
 */
inbox: string,
/**
 * The synced folder from which it reads.
 */
bases: string, };
