// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CustomerField } from "./CustomerField";

/**
 * The wish to make a prospect a customer.
 */
export type CreationDraft = {
/**
 * Which.
 */
prospect: string,
/**
 * Fields of annex 2 as they are to be sent; those that are left out, and masked bank details, are the prospect's as shown.
 */
fields: { [key in CustomerField]?: string },
/**
 * For the accountants.
 */
comment: string,
/**
 * Where the payment mode asks for one.
 */
signature: { svg?: string, png_base64?: string, signer: string, place: string, signed_at: string, text: string } | null, };
