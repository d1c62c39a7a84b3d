// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";
import type { FieldKind } from "./FieldKind";
import type { Required } from "./Required";

/**
 * A row of annex 2.
 */
export type FieldView = {
/**
 * The ERP's name.
 */
column: CustomerField,
/**
 * The annex's own words.
 */
label: string,
/**
 * What it holds.
 */
kind: FieldKind,
/**
 * At most so many signs.
 */
max_length: number | null,
/**
 * Whether the ERP has it.
 */
annex_2: boolean,
/**
 * Whether a creation needs it.
 */
required: Required, };
