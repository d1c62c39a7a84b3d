// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Fleet } from "./Fleet";

/**
 * « suivi » : the follow-up date and the fleet as they stand.
 */
export type FollowUp = {
/**
 * « date de revoir ».
 */
on: string | null,
/**
 * « parc ».
 */
fleet: Fleet, };
