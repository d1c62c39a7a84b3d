/** What is typed for a date or a time, beside the value that it stands for. Made in a component's script. */
import { untrack } from 'svelte';

type Ways = {
  get: () => string;
  set: (value: string) => void;
  /** null: what is typed is no such value. */
  read: (typed: string) => string | null;
  show: (value: string) => string;
};

export class TypedValue {
  text = $state('');
  /** The hand is still in the field: too early to find fault. */
  typing = $state(false);
  readonly #ways: Ways;

  constructor(ways: Ways) {
    this.#ways = ways;
    this.text = untrack(() => ways.show(ways.get()));
    // A value from outside replaces what is typed; one that came from typing does not.
    $effect(() => {
      const told = ways.get();
      untrack(() => {
        if (told !== (ways.read(this.text) ?? '')) this.text = ways.show(told);
      });
    });
  }

  readonly typed = (): void => {
    this.typing = true;
    this.#ways.set(this.#ways.read(this.text) ?? '');
  };
  pressed(key: string): void {
    if (key === 'Enter') this.typing = false;
  }
  left(): void {
    this.typing = false;
    const value = this.#ways.get();
    if (value) this.text = this.#ways.show(value);
  }
}
