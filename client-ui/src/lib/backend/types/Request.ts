// Made from the Rust types by `cargo xtask codegen`: change those.
import type { RequestedChange } from "./RequestedChange";

/**
 * « demande de modification » that is on its way.
 */
export type Request = {
/**
 * Name of the entry.
 */
entry: string,
/**
 * When it was made.
 */
asked_at: string,
/**
 * What is asked.
 */
changes: Array<RequestedChange>,
/**
 * What the author adds.
 */
comment: string, };
