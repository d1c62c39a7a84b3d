// Made from the Rust types by `cargo xtask codegen`: change those.
import type { WhichFolder } from "./WhichFolder";

/**
 * « état de l'installation ».
 */
export type SetupState = { "code": "not-set-up" } | { "code": "folder-missing",
/**
 * Which.
 */
which: WhichFolder,
/**
 * Where it was looked for.
 */
path: string, } | { "code": "unknown-user",
/**
 * The folder that was looked for.
 */
folder: string, } | { "code": "no-base-yet" } | { "code": "ready" };
