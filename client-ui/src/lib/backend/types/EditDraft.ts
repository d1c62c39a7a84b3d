// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";
import type { Fleet } from "./Fleet";

/**
 * Changes to a prospect.
 */
export type EditDraft = {
/**
 * Which.
 */
prospect: string,
/**
 * The new values; those that are shown already are left out.
 */
fields: { [key in CustomerField]?: string },
/**
 * As a visit's.
 */
follow_up_on?: string | null,
/**
 * As a visit's.
 */
fleet: Fleet, };
