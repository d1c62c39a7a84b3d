// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";
import type { EntryProblem } from "./EntryProblem";

/**
 * « complétude » of a creation: what is asked, what is wrong, and what the payment mode brings with it.
 */
export type CreationReview = {
/**
 * The fields that must be filled in with this payment mode, in the annex's order.
 */
required: Array<CustomerField>,
/**
 * Everything missing or wrong, in the annex's order, signature and comment last; none = it can be sent.
 */
problems: Array<EntryProblem>,
/**
 * The payment modes that this customer may have, as codes of the list.
 */
modes: Array<string>,
/**
 * What the payment mode settles by itself, whatever was typed there; an empty text = the field stays empty.
 */
locked: { [key in CustomerField]?: string },
/**
 * Whether the payment mode asks for IBAN and BIC.
 */
bank_details: boolean,
/**
 * What the customer signs, filled in; only where the payment mode asks for a signature.
 */
authorisation: string | null, };
