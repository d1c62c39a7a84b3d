// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";

/**
 * A field that was not set, since somebody else had changed it.
 */
export type ClashView = {
/**
 * The field.
 */
field: CustomerField,
/**
 * What its author saw.
 */
expected: string | null,
/**
 * What stood there.
 */
found: string | null,
/**
 * What he wanted.
 */
wanted: string | null,
/**
 * Since when.
 */
opened_at: string, };
