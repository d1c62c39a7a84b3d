// Made from the Rust types by `cargo xtask codegen`: change those.
import type { ChangeCount } from "./ChangeCount";

/**
 * Newer bases that wait for « Actualiser ».
 */
export type Newer = {
/**
 * When everybody's was built, if it is newer.
 */
common_built_at: string | null,
/**
 * When the user's own was built, if it is newer.
 */
user_built_at: string | null,
/**
 * What is different in them; none when that cannot be told.
 */
changes: ChangeCount | null, };
