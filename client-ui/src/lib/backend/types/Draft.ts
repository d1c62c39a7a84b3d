// Made from the Rust types by `cargo xtask codegen`: change those.
import type { DraftKey } from "./DraftKey";

/**
 * « brouillon ».
 */
export type Draft = {
/**
 * Which form.
 */
key: DraftKey,
/**
 * What the form keeps: JSON, half typed, never looked into here.
 */
body: unknown,
/**
 * When it was kept last.
 */
updated_at: string, };
