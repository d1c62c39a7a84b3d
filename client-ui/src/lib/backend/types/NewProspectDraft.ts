// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";
import type { Fleet } from "./Fleet";

/**
 * A new prospect.
 */
export type NewProspectDraft = {
/**
 * Made when the form was opened; a corrected creation keeps it.
 */
prospect: string,
/**
 * Its fields; the name must be there.
 */
fields: { [key in CustomerField]?: string },
/**
 * Why it is created although a likely duplicate was shown.
 */
duplicate_reason: string | null,
/**
 * As a visit's.
 */
follow_up_on?: string | null,
/**
 * As a visit's.
 */
fleet: Fleet, };
