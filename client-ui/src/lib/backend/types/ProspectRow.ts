// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CreationState } from "./CreationState";
import type { ProspectOrigin } from "./ProspectOrigin";

/**
 * A prospect in a list.
 */
export type ProspectRow = {
/**
 * Its identity.
 */
id: string,
/**
 * « nom ».
 */
name: string,
/**
 * « ville ».
 */
town: string,
/**
 * « étape ».
 */
stage: string,
/**
 * « motif de perte ».
 */
lost_reason: string,
/**
 * « commercial ».
 */
sales_rep: string,
/**
 * Where it comes from.
 */
origin: ProspectOrigin,
/**
 * Whether the user may edit it.
 */
own: boolean,
/**
 * « date de revoir ».
 */
follow_up_on: string | null,
/**
 * « dernière visite ».
 */
last_visit_on: string | null,
/**
 * « création demandée ».
 */
creation: CreationState | null,
/**
 * The customer that it became, until the base shows him.
 */
customer: string | null,
/**
 * How many entries are not integrated, as far as is known.
 */
waiting: number,
/**
 * How many refused entries wait to be corrected or let be.
 */
to_mend: number, };
