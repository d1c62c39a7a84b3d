/**
 * One registry of shortcuts. A scope hides those below it: while a dialog is open only the topmost dialog's keys work; a screen's key wins
 * over the same key of the app. Names are the browser's (`Enter`, `Escape`, `ArrowUp`, `F8`); `Kbd` shows them in French.
 */
import { getContext, setContext, untrack } from 'svelte';

export type Scope = 'app' | 'screen' | 'dialog';
export type Shortcut = {
  /** Such as `Ctrl+K`, `/`, `Alt+R`, `F8`. */
  keys: string;
  label: string;
  run: (event: KeyboardEvent) => void;
  /** A plain key works while typing, too. */
  inFields?: boolean;
  /** Goes on while the key is held down. */
  repeat?: boolean;
  /** Not shown in lists (palette, footers). */
  hidden?: boolean;
};
export type Stroke = { key: string; ctrl: boolean; alt: boolean; shift: boolean };
type Layer = { scope: Scope; dialog: symbol | null; list: () => Shortcut[] };

const DIALOG = Symbol('dialog of the shortcuts');

export function parseStroke(keys: string): Stroke {
  const parts = keys === '+' ? ['+'] : keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return {
    key: key === 'Space' ? ' ' : key.toLowerCase(),
    ctrl: has('Ctrl'),
    alt: has('Alt'),
    shift: has('Shift')
  };
}

/** The digit keys by their place: on a French keyboard they give digits only with Shift. */
function keyOf(event: KeyboardEvent): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  return digit ?? event.key.toLowerCase();
}

export function matches(event: KeyboardEvent, keys: string): boolean {
  const stroke = parseStroke(keys);
  // With AltGr a sign is typed; Windows tells it as Ctrl and Alt together.
  if (event.metaKey || event.getModifierState('AltGraph')) return false;
  if (event.ctrlKey !== stroke.ctrl || event.altKey !== stroke.alt) return false;
  const digit = /^\d$/.test(stroke.key);
  if ((digit ? keyOf(event) : event.key.toLowerCase()) !== stroke.key) return false;
  // Whether a sign such as « / » or a digit needs Shift is the keyboard's affair.
  const shiftTells = stroke.key.length > 1 || /\p{L}/u.test(stroke.key);
  return !shiftTells || event.shiftKey === stroke.shift;
}

const TEXTLESS = ['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file'];

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !TEXTLESS.includes(target.type);
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

/** Enter and Space belong to the button or link that has the focus. */
function ownKey(event: KeyboardEvent): boolean {
  const plain = !event.ctrlKey && !event.altKey && (event.key === 'Enter' || event.key === ' ');
  return (
    plain && event.target instanceof Element && event.target.closest('button, a, summary, input') !== null
  );
}

/** While one is in a panel that floats over the screen, plain keys belong to the panel: they would change what it was opened for. */
const PANEL = '[data-popover-content], [role="listbox"], [role="menu"]';

function inPanel(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(PANEL) !== null;
}

export class Keys {
  #layers = $state.raw<Layer[]>([]);
  #dialogs = $state.raw<symbol[]>([]);
  readonly #heard = (event: KeyboardEvent) => this.press(event);

  /** Those that work now, the nearest first; of one key only the nearest. */
  readonly active: Shortcut[] = $derived.by(() => {
    const seen: string[] = [];
    return this.#order().filter(({ keys }) => {
      if (seen.includes(keys)) return false;
      seen.push(keys);
      return true;
    });
  });
  /** For the palette and footers. */
  readonly shown: Shortcut[] = $derived(this.active.filter((one) => !one.hidden));

  get dialogOpen(): boolean {
    return this.#dialogs.length > 0;
  }

  add(scope: Scope, list: () => Shortcut[], dialog: symbol | null = null): () => void {
    const layer = { scope, list, dialog };
    return this.#change(
      () => {
        // The same listener twice is one.
        window.addEventListener('keydown', this.#heard);
        this.#layers = [...this.#layers, layer];
      },
      () => {
        this.#layers = this.#layers.filter((one) => one !== layer);
        if (this.#layers.length === 0) window.removeEventListener('keydown', this.#heard);
      }
    );
  }

  openDialog(dialog: symbol): () => void {
    return this.#change(
      () => (this.#dialogs = [...this.#dialogs, dialog]),
      () => (this.#dialogs = this.#dialogs.filter((one) => one !== dialog))
    );
  }

  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || ownKey(event)) return;
    const found = this.active.find(({ keys }) => matches(event, keys));
    if (!found) return;
    const chord = event.ctrlKey || event.altKey || /^F\d+$/.test(event.key);
    if (!chord && !this.dialogOpen && inPanel(event.target)) return;
    if (!chord && !found.inFields && typing(event.target)) return;
    event.preventDefault();
    if (!event.repeat || found.repeat) found.run(event);
  }

  #order(): Shortcut[] {
    const of = (layers: Layer[]) => [...layers].reverse().flatMap((layer) => layer.list());
    const top = this.#dialogs.at(-1);
    if (top) {
      // A list that no dialog was named for belongs to the first one, never to one that was opened over it.
      const mine = (layer: Layer) =>
        layer.dialog === top || (layer.dialog === null && this.#dialogs.length === 1);
      return of(this.#layers.filter((layer) => layer.scope === 'dialog' && mine(layer)));
    }
    const within = (scope: Scope) => of(this.#layers.filter((layer) => layer.scope === scope));
    return [...within('screen'), ...within('app')];
  }

  /** Called from effects, which must not depend on what they change. */
  #change(enter: () => void, leave: () => void): () => void {
    untrack(enter);
    return () => untrack(leave);
  }
}

export const keys = new Keys();

/** Called in a component's script: its shortcuts work as long as it is there. */
export function useKeys(scope: Scope, list: () => Shortcut[]): void {
  const dialog = scope === 'dialog' ? (getContext<symbol | undefined>(DIALOG) ?? null) : null;
  $effect(() => keys.add(scope, list, dialog));
}

/** For `Dialog` alone: names the dialog that the shortcuts of its content belong to. */
export function dialogKeys(): symbol {
  const dialog = Symbol('dialog');
  setContext(DIALOG, dialog);
  return dialog;
}
