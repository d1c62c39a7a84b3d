// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * How many different ones, for either position of the switch « Visites seules ».
 */
export type Distinct = {
/**
 * With a visit of any contact.
 */
all: number,
/**
 * With a visit in person.
 */
in_person: number, };
