// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « parc » : per kind the number of vehicles; `None` = ticked, number unknown; `Some(0)` = not ticked; an
 * absent kind says nothing (design §4, `fleet`).
 */
export type Fleet = Record<string, number | null>;
