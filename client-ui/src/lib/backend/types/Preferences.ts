// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Theme } from "./Theme";
import type { Whose } from "./Whose";

/**
 * « préférences ».
 */
export type Preferences = {
/**
 * Light or dark.
 */
theme: Theme,
/**
 * The switch of Accueil and Clients.
 */
whose: Whose, };
