/**
 * Short messages that come and go. At most three are shown. What went wrong stays until it is closed; the rest stays long enough to be read
 * and as long as the pointer or the focus is on it.
 */
import { untrack } from 'svelte';

export type ToastTone = 'ok' | 'warn' | 'bad';
export type ToastAction = { label: string; run: () => void };
export type ToastInput = { message: string; tone?: ToastTone; action?: ToastAction };
export type Toast = { id: number; message: string; tone: ToastTone; action: ToastAction | null };

const SHOWN = 3;
const SHORTEST_MS = 6_000;
const PER_SIGN_MS = 70;
const TO_ACT_MS = 6_000;

export function readingTime(toast: Toast): number | null {
  if (toast.tone === 'bad') return null;
  return Math.max(SHORTEST_MS, toast.message.length * PER_SIGN_MS) + (toast.action ? TO_ACT_MS : 0);
}

export class Toasts {
  #all = $state.raw<Toast[]>([]);
  #held = false;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #next = 1;
  /** The oldest at the top; what comes after the third waits. */
  readonly shown: Toast[] = $derived(this.#all.slice(0, SHOWN));

  show(input: ToastInput): number {
    const toast: Toast = {
      id: this.#next++,
      message: input.message,
      tone: input.tone ?? 'ok',
      action: input.action ?? null
    };
    const same = this.#all.find((one) => one.message === toast.message && one.tone === toast.tone);
    if (same) this.close(same.id);
    this.#makeRoom();
    this.#all = [...this.#all, toast];
    this.#startTimers();
    return toast.id;
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#all = this.#all.filter((one) => one.id !== id);
    this.#startTimers();
  }

  /** While the pointer or the focus is on them, none goes. */
  hold(held: boolean): void {
    this.#held = held;
    if (held) {
      this.#timers.forEach((timer) => clearTimeout(timer));
      this.#timers.clear();
    } else {
      this.#startTimers();
    }
  }

  /** The oldest that is no error gives way; errors never do. */
  #makeRoom(): void {
    if (this.#all.length < SHOWN) return;
    const oldest = this.#all.find((one) => one.tone !== 'bad');
    if (oldest) this.close(oldest.id);
  }

  #startTimers(): void {
    if (this.#held) return;
    for (const toast of this.shown) {
      const time = readingTime(toast);
      if (time === null || this.#timers.has(toast.id)) continue;
      this.#timers.set(
        toast.id,
        setTimeout(() => this.close(toast.id), time)
      );
    }
  }
}

export const toasts = new Toasts();

export function toast(input: ToastInput): number {
  // Also called from effects, which must not depend on what is shown.
  return untrack(() => toasts.show(input));
}
