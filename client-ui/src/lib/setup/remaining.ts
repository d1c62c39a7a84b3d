/** How long the reception will still take, judged by what arrived since it was first looked at. */
import type { Receiving } from '$lib/backend/types';

type Look = { done: number; atMs: number };

/** Too little time or too few bytes make a guess that jumps. */
const ENOUGH_MS = 5_000;

export class Remaining {
  #first: Look | null = null;

  /** Whole minutes to go, 0 = less than one; `null` while nothing can be said. `now` is RFC 3339. */
  minutes(receiving: Receiving, now: string): number | null {
    const look = { done: receiving.done_bytes, atMs: Date.parse(now) };
    // Another attempt begins anew.
    if (!this.#first || look.done < this.#first.done) this.#first = look;
    const arrived = look.done - this.#first.done;
    const passedMs = look.atMs - this.#first.atMs;
    if (arrived <= 0 || passedMs < ENOUGH_MS) return null;
    const leftMs = ((receiving.total_bytes - look.done) / arrived) * passedMs;
    return Math.floor(leftMs / 60_000);
  }
}
