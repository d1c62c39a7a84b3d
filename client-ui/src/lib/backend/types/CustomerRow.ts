// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * A customer in the list of customers.
 */
export type CustomerRow = {
/**
 * « CA » of the year up to the day of the base, excluding tax.
 */
revenue_ytd_cents: number,
/**
 * Parts of the name that what was typed found: from and to, in UTF-16 units from its beginning.
 */
matched: Array<[number, number]>,
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
