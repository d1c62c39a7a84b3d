// Made from the Rust types by `cargo xtask codegen`: change those.
import type { FormNode } from "./FormNode";

/**
 * « rubrique » : a heading and what is asked under it.
 */
export type FormSection = {
/**
 * Unique in the form, among nodes too.
 */
id: string,
/**
 * The heading.
 */
label: string,
/**
 * What is asked, in the order shown.
 */
nodes: Array<FormNode>, };
