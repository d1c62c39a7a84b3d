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
