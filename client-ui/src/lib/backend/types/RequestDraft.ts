// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";
import type { Fleet } from "./Fleet";

/**
 * A modification request.
 */
export type RequestDraft = {
/**
 * Whose sheet.
 */
customer: string,
/**
 * The wanted values; those that are shown already are left out.
 */
fields: { [key in CustomerField]?: string },
/**
 * For the accountants.
 */
comment: string,
/**
 * As a visit's.
 */
follow_up_on?: string | null,
/**
 * As a visit's.
 */
fleet: Fleet, };
