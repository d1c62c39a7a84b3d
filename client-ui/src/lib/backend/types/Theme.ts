// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « thème ».
 */
export type Theme = "system" | "light" | "dark";
