/** To a field of the step that is shown: the control to type or choose in. */
import { SIGNATURE } from './steps';

/** Where the focus of a field belongs; the postal code's office stands in the department's box. */
export function controlOf(within: HTMLElement, field: string): HTMLElement | null {
  if (field === 'bur_dis_fac') {
    const boxes = within.querySelectorAll<HTMLElement>('[data-field="dep_fac"] input');
    return boxes[1] ?? boxes[0] ?? null;
  }
  const boxes = [...within.querySelectorAll<HTMLElement>('[data-field]')];
  const box = boxes.find((one) => one.dataset.field === field) ?? null;
  if (field === SIGNATURE) return unsaid(box) ?? box?.querySelector<HTMLElement>('[data-pad]') ?? null;
  return (
    box?.querySelector<HTMLElement>('input:checked') ??
    box?.querySelector<HTMLElement>('input, select, textarea') ??
    null
  );
}

/** Drawn, but not said by whom or where. */
function unsaid(box: HTMLElement | null): HTMLElement | undefined {
  if (!box?.querySelector('[data-drawn]')) return undefined;
  return [...box.querySelectorAll('input')].find((input) => input.value.trim() === '');
}

/** The field that something belongs to. */
export function fieldAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  if (target.closest('[data-field="signature"]')) return SIGNATURE;
  const field = target.closest<HTMLElement>('[data-field]')?.dataset.field ?? null;
  if (field !== 'dep_fac') return field;
  const boxes = [...(target.closest('[data-field]')?.querySelectorAll('input') ?? [])];
  return boxes.length > 1 && boxes.indexOf(target as HTMLInputElement) === 1 ? 'bur_dis_fac' : field;
}

/** Whoever types in a field stays in it when it is drawn anew at another place: how to come back, once that is done. */
export function holdFocus(within: HTMLElement): (() => void) | null {
  const held = document.activeElement;
  const field = fieldAt(held);
  if (field === null || !(held instanceof HTMLElement) || !within.contains(held)) return null;
  const caret = held instanceof HTMLInputElement ? [held.selectionStart, held.selectionEnd] : [];
  const [from = null, to = null] = caret;
  return () => {
    if (held.isConnected || document.activeElement !== document.body) return;
    const control = controlOf(within, field);
    control?.focus();
    if (control instanceof HTMLInputElement && from !== null) control.setSelectionRange(from, to);
  };
}
