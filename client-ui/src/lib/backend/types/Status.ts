// Made from the Rust types by `cargo xtask codegen`: change those.
import type { EntryCounts } from "./EntryCounts";
import type { Freshness } from "./Freshness";
import type { Newer } from "./Newer";
import type { Notice } from "./Notice";
import type { Receiving } from "./Receiving";
import type { SetupState } from "./SetupState";

/**
 * Everything in the frame that changes by itself.
 */
export type Status = {
/**
 * Whether it can be worked with.
 */
state: SetupState,
/**
 * How old the bases are.
 */
freshness: Freshness,
/**
 * Newer bases that were received whole and are not in use yet.
 */
newer: Newer | null,
/**
 * Bases that are being received.
 */
receiving: Receiving | null,
/**
 * How many entries there are.
 */
counts: EntryCounts,
/**
 * What somebody should know of.
 */
notices: Array<Notice>,
/**
 * The company's day.
 */
today: string,
/**
 * The instant.
 */
now: string,
/**
 * The last round with the folders.
 */
last_round_at: string | null, };
