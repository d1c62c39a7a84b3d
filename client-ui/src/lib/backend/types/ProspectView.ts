// Made from the Rust types by `cargo xtask codegen`: change those.
import type { ClashView } from "./ClashView";
import type { CreationState } from "./CreationState";
import type { CustomerField } from "./CustomerField";
import type { FieldValue } from "./FieldValue";
import type { FollowUp } from "./FollowUp";
import type { ProspectOrigin } from "./ProspectOrigin";

/**
 * « fiche prospect ».
 */
export type ProspectView = {
/**
 * All its fields; bank details by their last four signs.
 */
sheet: { [key in CustomerField]?: FieldValue },
/**
 * The fields whose value is the laptop's own, and not integrated as far as is known.
 */
pending: Array<CustomerField>,
/**
 * User folder of its creator.
 */
created_by: string,
/**
 * When.
 */
created_at: string,
/**
 * When it became a customer.
 */
converted_at: string | null,
/**
 * « date de revoir » and fleet.
 */
follow_up: FollowUp,
/**
 * « relevé le ».
 */
fleet_told_at: string | null,
/**
 * Open clashes.
 */
clashes: Array<ClashView>,
/**
 * The names of the refused entries.
 */
refused: Array<string>,
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
