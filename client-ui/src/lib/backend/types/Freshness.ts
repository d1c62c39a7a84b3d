// Made from the Rust types by `cargo xtask codegen`: change those.
import type { BaseAge } from "./BaseAge";

/**
 * How old what is shown is.
 */
export type Freshness = {
/**
 * Everybody's base; none = not adopted yet.
 */
common: BaseAge | null,
/**
 * The user's own.
 */
user: BaseAge | null,
/**
 * Whether one of them is missing or out of date: « vos bases ne sont pas à jour ».
 */
expired: boolean,
/**
 * The instant of the latest receipt that is known.
 */
last_receipt_at: string | null, };
