// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";
import type { Kind } from "./Kind";
import type { ReceiptState } from "./ReceiptState";
import type { Standing } from "./Standing";

/**
 * An entry and its life line: saved, dropped, integrated, validated or refused, removed.
 */
export type EntryView = {
/**
 * Its name.
 */
name: string,
/**
 * What it asks for.
 */
kind: Kind,
/**
 * Its number on this device.
 */
sequence: number,
/**
 * The customer's code, or the prospect's uuid.
 */
subject: string,
/**
 * The name of whom it is about, if he is shown.
 */
subject_name: string,
/**
 * What it says, in one line: labels that were picked, fields that were filled in, the first words of the comment. Empty when this
 * program cannot read it.
 */
summary: string,
/**
 * Whether an accountant decides on it: its life line ends with his word.
 */
to_accountant: boolean,
/**
 * Where it is shown.
 */
standing: Standing,
/**
 * When it was saved.
 */
saved_at: string,
/**
 * When it was dropped.
 */
dropped_at: string | null,
/**
 * The server's latest word.
 */
state: ReceiptState | null,
/**
 * Since when.
 */
at: string | null,
/**
 * When the server integrated it, as far as it told that before an accountant decided.
 */
integrated_at: string | null,
/**
 * Why it was refused or waits.
 */
reason: string | null,
/**
 * Words for the author.
 */
message: string | null,
/**
 * What came of it.
 */
reference: string | null,
/**
 * The fields that were not set.
 */
clashes: Array<CustomerField>,
/**
 * When its file was removed from the inbox.
 */
removed_at: string | null,
/**
 * The refused entry that it corrects.
 */
replaces: string | null,
/**
 * Its correction.
 */
replaced_by: string | null,
/**
 * When the user let it be.
 */
given_up_at: string | null,
/**
 * Whether it is refused and waits to be corrected or let be.
 */
to_mend: boolean, };
