// Made from the Rust types by `cargo xtask codegen`: change those.
import type { CreationDraft } from "./CreationDraft";
import type { DeletionDraft } from "./DeletionDraft";
import type { EditDraft } from "./EditDraft";
import type { NewProspectDraft } from "./NewProspectDraft";
import type { RequestDraft } from "./RequestDraft";
import type { VisitDraft } from "./VisitDraft";

/**
 * « saisie » as a form hands it in.
 */
export type EntryDraft = { "kind": "visit" } & VisitDraft | { "kind": "request" } & RequestDraft | { "kind": "new_prospect" } & NewProspectDraft | { "kind": "edit_prospect" } & EditDraft | { "kind": "delete_prospect" } & DeletionDraft | { "kind": "ask_creation" } & CreationDraft;
