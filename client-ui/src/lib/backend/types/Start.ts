// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Settings } from "./Settings";
import type { SetupState } from "./SetupState";

/**
 * Who and where we are.
 */
export type Start = {
/**
 * Whether it can be worked with.
 */
state: SetupState,
/**
 * User folder made of the OS user.
 */
user: string,
/**
 * The name that the system gives the user.
 */
os_user: string,
/**
 * The two synced folders.
 */
settings: Settings | null,
/**
 * Of this program.
 */
version: string,
/**
 * The company's zone, such as Europe/Paris.
 */
zone: string,
/**
 * Where the journal lies.
 */
data_folder: string, };
