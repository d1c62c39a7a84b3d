/** Arrows between the visits of a list, while one of them has the focus. */
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export function walkButtons(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = STEPS[event.key];
  if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-visit]')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[at + step]?.focus();
}
