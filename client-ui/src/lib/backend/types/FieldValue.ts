// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « valeur de champ » : a JSON string or integer. A text has no control character and at most
 * [`FieldValue::MAX_CHARS`] characters, the widest column of annex 2; make one with [`FieldValue::text`].
 */
export type FieldValue = string | number;
