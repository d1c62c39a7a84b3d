// Made from the Rust types by `cargo xtask codegen`: change those.
import type { ContactView } from "./ContactView";
import type { CustomerField } from "./CustomerField";
import type { FieldValue } from "./FieldValue";
import type { FollowUp } from "./FollowUp";
import type { Request } from "./Request";
import type { RevenueView } from "./RevenueView";

/**
 * « fiche client ».
 */
export type CustomerView = {
/**
 * « code client ».
 */
code: string,
/**
 * Annex 2 without bank details.
 */
sheet: { [key in CustomerField]?: FieldValue },
/**
 * In the order in which they are shown.
 */
contacts: Array<ContactView>,
/**
 * « CA et CA N-1 ».
 */
revenue: RevenueView,
/**
 * « dernière visite ».
 */
last_visit_on: string | null,
/**
 * « date de revoir » and fleet.
 */
follow_up: FollowUp,
/**
 * « relevé le ».
 */
fleet_told_at: string | null,
/**
 * When an accountant validated it, if it was a prospect.
 */
converted_on: string | null,
/**
 * Modification requests on their way.
 */
requests: Array<Request>,
/**
 * How many entries are not integrated, as far as is known.
 */
waiting: number,
/**
 * Refused entries that wait to be corrected or let be.
 */
to_mend: Array<string>, };
