// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Which of the two lists.
 */
export type HomeList = "to_see_again" | "last_visit";
