// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * The order of the list; equal ones by name.
 */
export type ProspectSort = "name" | "town" | "stage" | "last_visit" | "follow_up";
