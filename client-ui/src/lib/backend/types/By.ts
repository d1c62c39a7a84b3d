// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * What two sheets have in common.
 */
export type By = "phone" | "siret" | "vat" | "name_and_postcode";
