// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";

/**
 * One field of a request, as it may be shown: bank details by their last four signs.
 */
export type RequestedChange = {
/**
 * Which field.
 */
field: CustomerField,
/**
 * What was shown.
 */
from: string,
/**
 * What is wanted.
 */
to: string, };
