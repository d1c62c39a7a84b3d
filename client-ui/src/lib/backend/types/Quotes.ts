// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * Quotes of one type.
 */
export type Quotes = {
/**
 * `quote/<type>` of the visit form.
 */
quote: string,
/**
 * One for each visit at which the type was ticked, whatever the contact was, to customers and prospects.
 */
count: number,
/**
 * Of these, those that the server has not integrated, as far as is known.
 */
pending: number, };
