/** How a shortcut is written on screen: the browser's names of keys, in French. */
import { m } from '$words/messages';

const names: Record<string, () => string> = {
  Enter: m.parts_key_enter,
  Escape: m.parts_key_escape,
  Space: m.parts_key_space,
  Delete: m.parts_key_delete,
  Shift: m.parts_key_shift,
  PageUp: m.parts_key_page_up,
  PageDown: m.parts_key_page_down,
  Home: m.parts_key_home,
  End: m.parts_key_end,
  ArrowUp: () => '↑',
  ArrowDown: () => '↓',
  ArrowLeft: () => '←',
  ArrowRight: () => '→'
};

export function keyNames(keys: string): string[] {
  return keys.split('+').map((key) => names[key]?.() ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** As `aria-keyshortcuts` wants it. */
export function ariaKeys(keys: string): string {
  return keys.replaceAll('Ctrl', 'Control');
}
