// Made from the Rust types by `cargo xtask codegen`: change those.
import type { FormSection } from "./FormSection";

/**
 * « champs du bouton visite ce jour » : one version of the tree. A value of this type has a version of at least
 * 1, no id twice, at most [`VisitForm::MAX_DEPTH`] levels and at most [`VisitForm::MAX_NODES`] nodes.
 */
export type VisitForm = { version: number, sections: Array<FormSection>, };
