// Made from the Rust types by `cargo xtask codegen`: change those.
import type { EntryProblem } from "./EntryProblem";
import type { Notice } from "./Notice";

/**
 * An entry that was saved, and whether its file lies in the synced folder already.
 */
export type Saved = {
/**
 * Whether its file was dropped.
 */
dropped: boolean,
/**
 * What stood in the way of the drop. Saved is saved: the next round tries again.
 */
notices: Array<Notice>,
/**
 * Its name.
 */
name: string,
/**
 * Its number on this device.
 */
sequence: number,
/**
 * What is unlikely in it, and was no hindrance.
 */
warnings: Array<EntryProblem>, };
