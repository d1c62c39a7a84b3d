/** From problem to problem, and to a field by its name: what a long form needs beside Tab. */

const TROUBLED = '[aria-invalid="true"], [data-problem]';

/** The next control that has a problem, in the order of the form; after the last one the first. Answers whether there is one. */
export function focusNextProblem(within: HTMLElement | null): boolean {
  const found = [...(within?.querySelectorAll<HTMLElement>(TROUBLED) ?? [])];
  const active = document.activeElement;
  const isAfter = (one: HTMLElement) =>
    active !== null &&
    !one.contains(active) &&
    (active.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const next = found.find(isAfter) ?? found[0];
  if (next) focusIn(next);
  return next !== undefined;
}

/** The control of a field: `data-field` names it. */
export function focusField(within: HTMLElement | null, column: string): boolean {
  const field = within?.querySelector<HTMLElement>(`[data-field="${column}"]`);
  if (!field) return false;
  focusIn(field);
  return true;
}

/** To the element itself, or to what is picked in it, or to its first control. */
function focusIn(element: HTMLElement): void {
  const control = element.matches('input, select, textarea, button')
    ? element
    : (element.querySelector<HTMLElement>('input:checked') ??
      element.querySelector<HTMLElement>('input, select, textarea, button'));
  control?.focus();
}
