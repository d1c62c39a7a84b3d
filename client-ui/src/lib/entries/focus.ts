/** Where the focus goes in a form. */

/** To what is marked as the start: in a group, to what is picked there, else to its first control. */
export function focusStart(within: HTMLElement | null): void {
  const marked = within?.querySelector('[data-autofocus]') ?? within;
  const control =
    marked?.querySelector<HTMLElement>('input:checked') ??
    marked?.querySelector<HTMLElement>('input, select, textarea, button');
  control?.focus();
}

/** To the first control that has a problem, if one has; in a group that has one, to what is picked there. */
export function focusFirstProblem(within: HTMLElement | null): void {
  const found = within?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]');
  const control = found?.matches('[data-problem]')
    ? (found.querySelector<HTMLElement>('input:checked') ?? found.querySelector('input'))
    : found;
  control?.focus();
}
