// Made from the Rust types by `cargo xtask codegen`: change those.
import type { Code } from "./Code";
import type { CustomerField } from "./CustomerField";
import type { FieldView } from "./FieldView";
import type { Own } from "./Own";
import type { Person } from "./Person";
import type { VisitForm } from "./VisitForm";

/**
 * Everything that forms and filters are made of.
 */
export type ListsView = {
/**
 * By field, in the order shown.
 */
codes: { [key in CustomerField]?: Array<Code> },
/**
 * Annex 2 and the CRM's own two.
 */
fields: Array<FieldView>,
/**
 * The form in force first, then every earlier version that answers may name.
 */
forms: Array<VisitForm>,
/**
 * « Borne de jour la saisie de visite ».
 */
visit_days_back: number,
/**
 * « Type de parc ».
 */
fleet_kinds: Array<string>,
/**
 * « Durée d'expiration des bases hors ligne ».
 */
bases_expire_after_hours: number,
/**
 * « étapes ».
 */
stages: Array<string>,
/**
 * « motifs de perte ».
 */
lost_reasons: Array<string>,
/**
 * Categories and sub-categories of farmers.
 */
farmer_categories: Array<string>,
/**
 * Who is who.
 */
people: Array<Person>,
/**
 * The user himself.
 */
own: Own, };
