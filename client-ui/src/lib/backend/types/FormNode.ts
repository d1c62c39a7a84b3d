// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Choice } from "./Choice";

/**
 * « nœud » : one answer that may be picked, and those that refine it.
 */
export type FormNode = {
/**
 * Unique in the form.
 */
id: string,
/**
 * The words beside the button.
 */
label: string,
/**
 * Radio button or checkbox.
 */
choice: Choice,
/**
 * What it counts as in the statistics.
 */
meaning?: string,
/**
 * What may be picked once this is.
 */
children?: Array<FormNode>, };
