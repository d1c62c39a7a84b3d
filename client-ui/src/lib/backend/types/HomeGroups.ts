// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * The heads of « À revoir », over the whole list; « Dernière visite » counts those never seen alone.
 */
export type HomeGroups = {
/**
 * « en retard ».
 */
overdue: number,
/**
 * « aujourd'hui ».
 */
today: number,
/**
 * « les 7 jours qui viennent ».
 */
week: number,
/**
 * « plus tard ».
 */
later: number,
/**
 * « jamais vus ».
 */
never: number, };
