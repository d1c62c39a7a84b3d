// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Whose figures, of which period.
 */
export type FiguresQuery = {
/**
 * From this day on.
 */
from: string,
/**
 * To this day, included.
 */
to: string,
/**
 * Of which user, by his folder; absent = one's own. Others' are the administrator's to see.
 */
author: string | null,
/**
 * Everybody's together, for the administrator.
 */
all: boolean, };
