/** The arrows walk in the list from anywhere on its screen. */
import type { Shortcut } from '$lib/state/keys.svelte';

export function walkKeys(label: string, walk: (step: number) => void): Shortcut[] {
  const key = (keys: string, step: number) => ({
    keys,
    label,
    run: () => walk(step),
    repeat: true,
    hidden: true
  });
  return [key('ArrowDown', 1), key('ArrowUp', -1)];
}
