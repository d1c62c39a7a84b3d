/** Arrows, Home and End move the focus among the controls of one group, so that Tab stops there once. */
const MOVES: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  ArrowLeft: (at) => at - 1,
  Home: () => 0,
  End: (_, last) => last
};

/** Moves from the control that has the focus; from outside the group to its first. */
export function moveFocus(event: KeyboardEvent, among: readonly HTMLElement[]): void {
  const to = MOVES[event.key];
  if (!to || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = among.findIndex((control) => control === event.target);
  const last = among.length - 1;
  event.preventDefault();
  among[Math.min(Math.max(to(at, last), 0), last)]?.focus();
}
