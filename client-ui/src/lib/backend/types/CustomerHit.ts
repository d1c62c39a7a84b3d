// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * A customer as lists and the search show him.
 */
export type CustomerHit = {
/**
 * « code client ».
 */
code: string,
/**
 * « nom ».
 */
name: string,
/**
 * « ville ».
 */
town: string,
/**
 * « agence ».
 */
agency: string,
/**
 * « commercial ».
 */
sales_rep: string,
/**
 * « grille commerciale ».
 */
grid: string,
/**
 * « date de revoir ».
 */
follow_up_on: string | null,
/**
 * « dernière visite ».
 */
last_visit_on: string | null,
/**
 * How many entries about him are not integrated, as far as is known.
 */
waiting: number, };
