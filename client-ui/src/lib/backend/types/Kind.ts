// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « Action par fichier »: what an exchange file asks the server to do. Codes from the user's own text.
 */
export type Kind = "VC" | "MC" | "CP" | "MP" | "VP" | "CC";
