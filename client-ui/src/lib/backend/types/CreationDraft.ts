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
 * What differs from the sheet as it is shown.
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
