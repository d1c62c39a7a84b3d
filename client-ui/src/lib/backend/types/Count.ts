// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * A number of visits, for either position of the switch « Visites seules ».
 */
export type Count = {
/**
 * Whatever the contact was.
 */
all: number,
/**
 * Those in person, or of which nothing was said (domain `VisitMeaning::is_in_person`).
 */
in_person: number,
/**
 * Of `all`, those that the server has not integrated, as far as is known.
 */
pending: number,
/**
 * Of `in_person`, those that the server has not integrated, as far as is known.
 */
pending_in_person: number, };
